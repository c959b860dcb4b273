"""``System.Linq.Enumerable``, lazy as in .NET."""
