// Writes what C# needs to know of .NET types, one JSON object a line, from the metadata of real assemblies.
//   Dump.exe REFERENCES ROOTS      REFERENCES: a file with paths of assemblies; ROOTS: a file with full names of types
// Types that the signatures of the roots mention come along, and the bases of all.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

static class Dump
{
    static readonly SortedDictionary<string, INamedTypeSymbol> Wanted = new SortedDictionary<string, INamedTypeSymbol>(StringComparer.Ordinal);
    static readonly HashSet<string> Shared = new HashSet<string>();
    static bool following;

    static int Main(string[] args)
    {
        var references = File.ReadAllLines(args[0]).Where(l => l != "").Select(p => MetadataReference.CreateFromFile(p));
        var all = CSharpCompilation.Create("all", null, references);
        following = true;
        foreach (var name in File.ReadAllLines(args[1]).Where(l => l != ""))
        {
            var found = Generic(all, name).ToList();
            if (found.Count == 0) Console.Error.WriteLine("not found: " + name);
            foreach (var type in found) Add(type);
        }
        foreach (var type in Wanted.Values.ToList()) Row(type);
        following = false;
        foreach (var type in Wanted.Values.ToList()) Bases(type);
        foreach (var same in Wanted.Values.GroupBy(Short).Where(g => g.Count() > 1)) Shared.Add(same.Key);
        foreach (var type in Wanted.Values.Where(t => t.Name != "")) Console.WriteLine(Row(type).ToString(Formatting.None));
        foreach (var space in Wanted.Values.Select(t => t.ContainingNamespace.ToString()).Distinct())
        {
            var names = Namespace(all, space).GetTypeMembers().Where(t => t.DeclaredAccessibility == Accessibility.Public).Select(t => t.MetadataName).OrderBy(n => n, StringComparer.Ordinal);
            Console.WriteLine(new JObject { ["namespace"] = space, ["types"] = string.Join(" ", names) }.ToString(Formatting.None));
        }
        Console.WriteLine(new JObject { ["namespaces"] = string.Join(" ", Inside(all.GlobalNamespace).OrderBy(n => n, StringComparer.Ordinal)) }.ToString(Formatting.None));
        return 0;
    }

    static IEnumerable<string> Inside(INamespaceSymbol space)
    {
        foreach (var inner in space.GetNamespaceMembers())
        {
            if (inner.GetTypeMembers().Any(t => t.DeclaredAccessibility == Accessibility.Public)) yield return inner.ToString();
            foreach (var more in Inside(inner)) yield return more;
        }
    }

    static INamespaceSymbol Namespace(Compilation all, string name)
    {
        var found = all.GlobalNamespace;
        foreach (var step in name.Split('.')) found = found.GetNamespaceMembers().First(n => n.Name == step);
        return found;
    }

    static IEnumerable<INamedTypeSymbol> Generic(Compilation all, string name)
    {
        foreach (var suffix in new[] { "" }.Concat(Enumerable.Range(1, 16).Select(n => "`" + n)))
        {
            var type = all.GetTypeByMetadataName(name + suffix);
            if (type != null && type.DeclaredAccessibility == Accessibility.Public) yield return type;
        }
    }

    static void Add(INamedTypeSymbol type)
    {
        if (type.IsTupleType) type = type.TupleUnderlyingType ?? type;
        type = type.OriginalDefinition;
        string key = type.ContainingNamespace + "|" + Short(type);
        if (Wanted.ContainsKey(key) || type.TypeKind == TypeKind.Error) return;
        Wanted[key] = type;
        Bases(type);
        if (following) foreach (var nested in type.GetTypeMembers().Where(t => t.DeclaredAccessibility == Accessibility.Public)) Add(nested);
    }

    static void Bases(INamedTypeSymbol type)
    {
        if (type.BaseType != null) Add(type.BaseType);
        foreach (var one in type.Interfaces) Add(one);
    }

    static IEnumerable<ITypeParameterSymbol> Parameters(INamedTypeSymbol type)
    {
        var outer = type.ContainingType == null ? Enumerable.Empty<ITypeParameterSymbol>() : Parameters(type.ContainingType);
        return outer.Concat(type.TypeParameters);
    }

    static IEnumerable<ITypeSymbol> Arguments(INamedTypeSymbol type)
    {
        var outer = type.ContainingType == null ? Enumerable.Empty<ITypeSymbol>() : Arguments(type.ContainingType);
        return outer.Concat(type.TypeArguments);
    }

    static string Plain(INamedTypeSymbol type)
    {
        return (type.ContainingType == null ? "" : Plain(type.ContainingType) + ".") + type.Name;
    }

    static string Short(INamedTypeSymbol type)
    {
        int count = Parameters(type).Count();
        return Plain(type) + (count == 0 ? "" : "`" + count);
    }

    static string Key(INamedTypeSymbol type)
    {
        string name = Short(type);
        return Shared.Contains(name) ? type.ContainingNamespace + "." + name : name;
    }

    static readonly Dictionary<SpecialType, string> Words = new Dictionary<SpecialType, string> {
        { SpecialType.System_Object, "object" }, { SpecialType.System_String, "string" }, { SpecialType.System_Boolean, "bool" }, { SpecialType.System_Char, "char" },
        { SpecialType.System_SByte, "sbyte" }, { SpecialType.System_Byte, "byte" }, { SpecialType.System_Int16, "short" }, { SpecialType.System_UInt16, "ushort" },
        { SpecialType.System_Int32, "int" }, { SpecialType.System_UInt32, "uint" }, { SpecialType.System_Int64, "long" }, { SpecialType.System_UInt64, "ulong" },
        { SpecialType.System_Single, "float" }, { SpecialType.System_Double, "double" }, { SpecialType.System_Decimal, "decimal" }, { SpecialType.System_Void, "void" } };

    static string Name(ITypeSymbol type)
    {
        string word;
        if (Words.TryGetValue(type.SpecialType, out word)) return word;
        if (type is IArrayTypeSymbol array) return Name(array.ElementType) + "[" + new string(',', array.Rank - 1) + "]";
        if (type is ITypeParameterSymbol parameter) return parameter.Name;
        if (type is IPointerTypeSymbol pointer) return Name(pointer.PointedAtType) + "*";
        var named = (INamedTypeSymbol)type;
        if (named.IsTupleType) named = named.TupleUnderlyingType ?? named;
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T) return Name(named.TypeArguments[0]) + "?";
        if (following) Add(named);
        var arguments = Arguments(named).ToList();
        string key = Key(named.OriginalDefinition);
        int tick = key.IndexOf('`');
        return arguments.Count == 0 ? key : key.Substring(0, tick) + "<" + string.Join(",", arguments.Select(Name)) + ">";
    }

    static string Value(object value, ITypeSymbol type)
    {
        if (value == null) return type.IsValueType ? "default" : "null";
        if (value is bool) return (bool)value ? "true" : "false";
        if (value is string) return JsonConvert.ToString((string)value);
        if (value is char) return ((int)(char)value).ToString(CultureInfo.InvariantCulture);
        if (value is double) return ((double)value).ToString("R", CultureInfo.InvariantCulture);
        if (value is float) return ((float)value).ToString("R", CultureInfo.InvariantCulture);
        return Convert.ToString(value, CultureInfo.InvariantCulture);
    }

    static string Parameters(IEnumerable<IParameterSymbol> parameters, bool extension = false)
    {
        return string.Join(", ", parameters.Select((p, at) =>
            (extension && at == 0 ? "this " : "") + (p.IsParams ? "params " : "") + (p.RefKind == RefKind.Ref ? "ref " : p.RefKind == RefKind.Out ? "out " : p.RefKind == RefKind.In ? "in " : "")
            + Name(p.Type) + " " + p.Name + (p.HasExplicitDefaultValue ? " = " + Value(p.ExplicitDefaultValue, p.Type) : p.IsOptional ? " = default" : "")));
    }

    static string Constraints(IEnumerable<ITypeParameterSymbol> parameters)
    {
        var found = parameters.Select(p => new { p.Name, What = new[] { p.HasReferenceTypeConstraint ? "class" : p.HasValueTypeConstraint ? "struct" : null }
            .Concat(p.ConstraintTypes.Select(Name)).Concat(new[] { p.HasConstructorConstraint && !p.HasValueTypeConstraint ? "new()" : null }).Where(w => w != null).ToList() }).Where(p => p.What.Count > 0).ToList();
        return found.Count == 0 ? "" : " where " + string.Join("; ", found.Select(p => p.Name + ": " + string.Join(", ", p.What)));
    }

    static JObject Row(INamedTypeSymbol type)
    {
        var row = new JObject { ["name"] = Key(type), ["in"] = type.ContainingNamespace.ToString(), ["kind"] = type.TypeKind.ToString().ToLowerInvariant() };
        var flags = new[] { type.IsStatic ? "static" : type.IsAbstract && type.TypeKind == TypeKind.Class ? "abstract" : null, type.IsSealed && type.TypeKind == TypeKind.Class ? "sealed" : null }.Where(f => f != null);
        if (flags.Any()) row["is"] = string.Join(" ", flags);
        var parameters = Parameters(type).ToList();
        if (parameters.Count > 0)
        {
            row["parameters"] = string.Join(",", parameters.Select(p => (p.Variance == VarianceKind.Out ? "out " : p.Variance == VarianceKind.In ? "in " : "") + p.Name));
            string constraints = Constraints(parameters);
            if (constraints != "") row["where"] = constraints.Substring(7);
        }
        if (type.EnumUnderlyingType != null) row["of"] = Name(type.EnumUnderlyingType);
        var bases = (type.BaseType == null ? Enumerable.Empty<INamedTypeSymbol>() : new[] { type.BaseType }).Concat(type.Interfaces).Where(b => b.DeclaredAccessibility == Accessibility.Public).Select(Name).ToList();
        if (bases.Count > 0) row["bases"] = new JArray(bases);
        var members = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        if (type.TypeKind == TypeKind.Delegate) Note(members, "Invoke", Method(type.DelegateInvokeMethod));
        else
            foreach (var member in type.GetMembers().Where(m => m.DeclaredAccessibility == Accessibility.Public && !m.IsOverride))
                if (member is IMethodSymbol method)
                {
                    if (method.MethodKind == MethodKind.Ordinary && method.Name != "Finalize" || method.MethodKind == MethodKind.UserDefinedOperator || method.MethodKind == MethodKind.Conversion) Note(members, method.Name, Method(method));
                    else if (method.MethodKind == MethodKind.Constructor && type.TypeKind != TypeKind.Enum) Note(members, "new", Method(method));
                }
                else if (member is IPropertySymbol property)
                    Note(members, property.IsIndexer ? "this" : property.Name, (property.IsStatic ? "static " : "") + Name(property.Type) + (property.IsIndexer ? "[" + Parameters(property.Parameters) + "]" : "")
                        + " {" + (property.GetMethod?.DeclaredAccessibility == Accessibility.Public ? " get;" : "") + (property.SetMethod?.DeclaredAccessibility == Accessibility.Public ? " set;" : "") + " }");
                else if (member is IFieldSymbol field && field.AssociatedSymbol == null)
                    Note(members, field.Name, (field.IsConst ? "const " : field.IsStatic ? "static " : "") + (field.IsReadOnly ? "readonly " : "") + Name(field.Type) + (field.IsConst ? " = " + Value(field.ConstantValue, field.Type) : ""));
        if (members.Count > 0) row["members"] = new JObject(members.Select(m => new JProperty(m.Key, m.Value.Count == 1 ? (JToken)m.Value[0] : new JArray(m.Value))));
        return row;
    }

    static string Method(IMethodSymbol method)
    {
        string generic = method.TypeParameters.Length == 0 ? "" : "<" + string.Join(",", method.TypeParameters.Select(p => p.Name)) + "> ";
        return (method.IsStatic && method.MethodKind == MethodKind.Ordinary ? "static " : "") + generic + Name(method.ReturnType) + "(" + Parameters(method.Parameters, method.IsExtensionMethod) + ")" + Constraints(method.TypeParameters);
    }

    static void Note(SortedDictionary<string, List<string>> members, string name, string signature)
    {
        List<string> found;
        if (!members.TryGetValue(name, out found)) members[name] = found = new List<string>();
        found.Add(signature);
    }
}
