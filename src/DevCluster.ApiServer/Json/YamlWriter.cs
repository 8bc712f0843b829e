using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ElementalProvider.DevCluster.ApiServer.Json;

/// <summary>Writes JSON trees as YAML, members sorted, as Kubernetes does.</summary>
internal static class YamlWriter
{
    public static string Write(JsonNode? node)
    {
        var text = new StringWriter();
        var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, skipAnchorName: false, indentSequences: false));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        WriteNode(emitter, node);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void WriteNode(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                emitter.Emit(new MappingStart(null, null, isImplicit: true, members.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach ((string name, JsonNode? member) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    WriteText(emitter, name);
                    WriteNode(emitter, member);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray items:
                emitter.Emit(new SequenceStart(null, null, isImplicit: true, items.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (JsonNode? item in items)
                    WriteNode(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case not null when node.Text() is { } text:
                WriteText(emitter, text);
                break;
            default:
                emitter.Emit(new Scalar(null, null, node?.ToJsonString() ?? "null", ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));
                break;
        }
    }

    private static void WriteText(Emitter emitter, string text)
    {
        bool plain = new Scalar(text) is var scalar && YamlScalars.ToJson(new Scalar(null, null, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false)) is { } read && read.Text() == text;
        ScalarStyle style = text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal : plain ? ScalarStyle.Any : ScalarStyle.DoubleQuoted;
        emitter.Emit(style == ScalarStyle.Any ? scalar : new Scalar(null, null, text, style, isPlainImplicit: false, isQuotedImplicit: true));
    }
}
