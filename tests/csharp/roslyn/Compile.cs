// Asks Roslyn, as a compiler of C# 7, what it says of policy expressions: one JSON object a line in, one a line out.
//   in:  {"expression": "@(1 + 1)"}      out: {"errors": [{"line": 1, "column": 3, "id": "CS0019", "message": "..."}]}
// A line of 0 is not in the expression. Arguments: the file that stands in for the context, the list of references.
// With --run after them, Mono runs what compiles, with null for the context, in the invariant culture:
//   out: {"errors": [], "value": "2", "type": "System.Int32"}   or   {"errors": [], "exception": "System.Exception", "message": "..."}
using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

static class Compile
{
    static readonly string[] Namespaces = {
        "System", "System.Collections.Generic", "System.Globalization", "System.IO", "System.Linq", "System.Net", "System.Security.Cryptography",
        "System.Security.Cryptography.X509Certificates", "System.Text", "System.Text.RegularExpressions", "System.Xml", "System.Xml.Linq", "Newtonsoft.Json",
        "Newtonsoft.Json.Linq" };

    static int Main(string[] arguments)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var options = new CSharpParseOptions(LanguageVersion.CSharp7);
        var references = File.ReadLines(arguments[1]).Where(path => path.Length > 0).Select(path => (MetadataReference)MetadataReference.CreateFromFile(path));
        var context = CSharpSyntaxTree.ParseText(File.ReadAllText(arguments[0]), options);
        var given = CSharpCompilation.Create("expression", new[] { context }, references.ToList(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var broken = given.GetDiagnostics().FirstOrDefault(one => one.Severity == DiagnosticSeverity.Error);
        if (broken != null) { Console.Error.WriteLine(broken); return 1; }
        string usings = string.Concat(Namespaces.Select(one => "using " + one + "; "));
        for (string line = Console.ReadLine(); line != null; line = Console.ReadLine())
        {
            string code = (string)JObject.Parse(line)["expression"];
            string body = code[1] == '{' ? " " + code.Substring(1) : "{ return\n" + " " + code.Substring(1) + "\n; }";
            if (code[1] == '{') body = "\n" + body;
            var tree = CSharpSyntaxTree.ParseText(usings + "public static class Expression { public static object Value(IProxyRequestContext context) " + body + "\n}", options);
            var whole = given.AddSyntaxTrees(tree);
            var errors = whole.GetDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error).Select(Told).ToList();
            var answer = new JObject { ["errors"] = new JArray(errors) };
            if (arguments.Contains("--run") && errors.Count == 0) Run(whole, answer);
            Console.WriteLine(answer.ToString(Formatting.None));
        }
        return 0;
    }

    static void Run(CSharpCompilation whole, JObject answer)
    {
        using (var image = new MemoryStream())
        {
            whole.Emit(image);
            try
            {
                object value = Assembly.Load(image.ToArray()).GetType("Expression").GetMethod("Value").Invoke(null, new object[] { null });
                answer["value"] = value == null ? null : Text(value);
                answer["type"] = value == null ? null : value.GetType().ToString();
            }
            catch (Exception error)
            {
                error = (error as TargetInvocationException)?.InnerException ?? error;
                answer["exception"] = error.GetType().FullName;
                answer["message"] = error.Message;
            }
        }
    }

    // A sequence is told by its items.
    static string Text(object value)
    {
        if (value is string || value is JToken || !(value is IEnumerable items)) return Convert.ToString(value, CultureInfo.InvariantCulture);
        return "[" + string.Join(", ", items.Cast<object>().Select(one => one == null ? "null" : Text(one))) + "]";
    }

    static JObject Told(Diagnostic one)
    {
        var at = one.Location.GetLineSpan().StartLinePosition;
        return new JObject { ["line"] = at.Line, ["column"] = at.Character + 1, ["id"] = one.Id, ["message"] = one.GetMessage(CultureInfo.InvariantCulture) };
    }
}
