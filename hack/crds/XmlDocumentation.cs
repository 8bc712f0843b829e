using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ElementalProvider.CrdGenerator;

/// <summary>The summaries of doc comments, as the compiler wrote them beside an assembly and the assemblies it refers to.</summary>
internal sealed partial class XmlDocumentation
{
    private readonly Dictionary<string, string> _summaries;

    private XmlDocumentation(Dictionary<string, string> summaries) => _summaries = summaries;

    /// <summary>Reads every XML documentation file that lies beside an assembly.</summary>
    public static XmlDocumentation Load(Assembly assembly)
    {
        string folder = Path.GetDirectoryName(assembly.Location)!;
        Dictionary<string, string> summaries = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "ElementalProvider.Api*.xml"))
        {
            foreach (XElement member in XDocument.Load(file).Descendants("member"))
            {
                if (member.Element("summary") is { } summary)
                    summaries[(string)member.Attribute("name")!] = Text(summary);
            }
        }

        return new XmlDocumentation(summaries);
    }

    /// <summary>The summary of a type.</summary>
    /// <exception cref="InvalidOperationException">There is none: <c>kubectl explain</c> would have nothing to say.</exception>
    public string Of(Type type) => Find($"T:{Id(type)}");

    /// <summary>The summary of a property.</summary>
    /// <exception cref="InvalidOperationException">There is none: <c>kubectl explain</c> would have nothing to say.</exception>
    public string Of(PropertyInfo property) => Find($"P:{Id(property.DeclaringType!)}.{property.Name}");

    // Documentation IDs separate a nested type by a dot, reflection by a plus sign.
    private static string Id(Type type) => type.FullName!.Replace('+', '.');

    private string Find(string member) => _summaries.TryGetValue(member, out string? summary)
        ? summary
        : throw new InvalidOperationException($"{member} has no doc comment; kubectl explain needs one.");

    private static string Text(XElement summary)
    {
        foreach (XElement reference in summary.Descendants().Where(element => element.Attribute("cref") is not null).ToList())
            reference.ReplaceWith(((string)reference.Attribute("cref")!).Split('.')[^1]);
        return WhiteSpace().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex WhiteSpace();
}
