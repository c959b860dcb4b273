// The parser that Azure reads policy expressions with, asked directly.
//
// One JSON string a line comes in, an expression and whatever follows it. One JSON array a line goes
// out, what is refused, each as {"offset", "kind", "message"}; offsets count UTF-16 units from 0.
// The parser reads whole pages, so that some of what it reads without complaint is no expression:
// "markup" is text that it found in the code or after it, "nested" another expression within it.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Web.Razor;
using System.Web.Razor.Parser.SyntaxTree;
using System.Web.Script.Serialization;

static class Judge
{
    static void Main()
    {
        var json = new JavaScriptSerializer { MaxJsonLength = int.MaxValue };
        var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        for (string line; (line = input.ReadLine()) != null;)
        {
            output.WriteLine(json.Serialize(Refusals(json.Deserialize<string>(line)).ToArray()));
        }
        output.Flush();
    }

    static IEnumerable<object> Refusals(string expression)
    {
        var engine = new RazorTemplateEngine(new RazorEngineHost(new CSharpRazorCodeLanguage()));
        var page = engine.ParseTemplate(new StringReader(expression));
        foreach (var error in page.ParserErrors)
        {
            yield return Refusal(error.Location.AbsoluteIndex, "error", error.Message);
        }
        var spans = page.Document.Flatten().ToList();
        var markup = spans.FirstOrDefault(s => s.Kind == SpanKind.Markup && s.Content.Trim() != "");
        if (markup != null)
        {
            int blank = markup.Content.Length - markup.Content.TrimStart().Length;
            yield return Refusal(markup.Start.AbsoluteIndex + blank, "markup", markup.Content.Trim());
        }
        var nested = spans.Where(s => s.Kind == SpanKind.Transition && s.Content == "@")
            .FirstOrDefault(s => s.Start.AbsoluteIndex > 0 && s.Parent.Type != BlockType.Comment);
        if (nested != null)
        {
            yield return Refusal(nested.Start.AbsoluteIndex, "nested", nested.Content);
        }
    }

    static object Refusal(int offset, string kind, string message)
    {
        return new Dictionary<string, object> { { "offset", offset }, { "kind", kind }, { "message", message } };
    }
}
