"""Rules about elements, attributes, named values and size. They read no C#."""
