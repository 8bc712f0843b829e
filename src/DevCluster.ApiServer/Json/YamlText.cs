using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ElementalProvider.DevCluster.ApiServer.Json;

/// <summary>Reads YAML 1.1, as Kubernetes does, into JSON trees.</summary>
internal static class YamlText
{
    /// <exception cref="JsonException">The text is not one YAML document.</exception>
    public static JsonNode? Parse(string text, ICollection<string>? duplicates = null)
    {
        try
        {
            var parser = new MergingParser(new Parser(new StringReader(text)));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
                return null;
            var reader = new DocumentReader(parser, duplicates);
            return reader.ReadValue(string.Empty);
        }
        catch (YamlException problem)
        {
            throw new JsonException($"yaml: line {problem.Start.Line}: {problem.Message}", problem);
        }
    }

    private sealed class DocumentReader(IParser parser, ICollection<string>? duplicates)
    {
        private readonly Dictionary<AnchorName, JsonNode?> _anchors = [];

        public JsonNode? ReadValue(string path)
        {
            if (parser.TryConsume<AnchorAlias>(out AnchorAlias? alias))
                return _anchors.TryGetValue(alias.Value, out JsonNode? anchored) ? anchored?.DeepClone() : throw new JsonException($"yaml: unknown anchor '{alias.Value}'");

            var start = (NodeEvent)parser.Current!;
            JsonNode? value = start switch
            {
                MappingStart => ReadMapping(path),
                SequenceStart => ReadSequence(path),
                _ => YamlScalars.ToJson(parser.Consume<Scalar>()),
            };
            if (!start.Anchor.IsEmpty)
                _anchors[start.Anchor] = value;
            return value;
        }

        private JsonObject ReadMapping(string path)
        {
            parser.Consume<MappingStart>();
            var result = new JsonObject();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                string name = YamlScalars.ToKey(parser.Consume<Scalar>());
                string child = path.Length == 0 ? name : $"{path}.{name}";
                if (duplicates is not null && result.ContainsKey(name))
                    duplicates.Add(child);
                result[name] = ReadValue(child);
            }

            return result;
        }

        private JsonArray ReadSequence(string path)
        {
            parser.Consume<SequenceStart>();
            var result = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
                result.Add(ReadValue(string.Create(CultureInfo.InvariantCulture, $"{path}[{result.Count}]")));
            return result;
        }
    }
}
