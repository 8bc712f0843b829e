using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Meta.Json;

namespace ElementalProvider.ControllerRuntime.Client.Serialization;

/// <summary>The JSON shape of kinds, from the source-generated context of their assembly.</summary>
internal static class KindJson
{
    private static readonly ConcurrentDictionary<Assembly, JsonSerializerOptions> OptionsByAssembly = new();

    /// <summary>The shape of a kind.</summary>
    /// <exception cref="NotSupportedException">Its assembly names no context, or no context knows it.</exception>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)OptionsByAssembly.GetOrAdd(typeof(T).Assembly, MakeOptions).GetTypeInfo(typeof(T));

    private static JsonSerializerOptions MakeOptions(Assembly assembly)
    {
        IJsonTypeInfoResolver[] contexts = assembly == typeof(V1ObjectMeta).Assembly
            ? [new CoreJsonContext()]
            : [.. assembly.GetCustomAttributes<KindJsonAttribute>().Select(each => (IJsonTypeInfoResolver)Activator.CreateInstance(each.Context)!)];
        if (contexts is [])
            throw new NotSupportedException($"{assembly.GetName().Name} has no KindJsonAttribute that names the JSON context of its kinds.");

        JsonSerializerOptions options = new()
        {
            MaxDepth = JsonDepth.OfObject,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new Rfc3339TimeConverter(), new Rfc3339DateTimeConverter() },
            TypeInfoResolver = JsonTypeInfoResolver.Combine(contexts).WithAddedModifier(LeanModels.Apply),
        };
        options.MakeReadOnly();
        return options;
    }
}
