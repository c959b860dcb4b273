"""How Azure reads an expression before it compiles it: the parser of old Razor pages.

The service finds an expression's end and its statements with the code parser of ASP.NET Web Pages
(System.Web.Razor, the source is public at https://github.com/aspnet/AspNetWebStack), which knows
less than C# does: it wants braces around every body, takes ``<`` at the start of a statement for
markup, and has never heard of ``$"..."``. What it refuses never reaches the compiler.
"""

from apimgen.csharp.razor.reader import read
from apimgen.csharp.razor.refusal import Refusal

__all__ = ["Refusal", "read"]
