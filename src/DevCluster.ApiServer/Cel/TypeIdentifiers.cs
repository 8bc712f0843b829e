using ElementalProvider.DevCluster.ApiServer.Cel.Values;

namespace ElementalProvider.DevCluster.ApiServer.Cel;

/// <summary>The names of types that are values themselves, for comparison with type().</summary>
internal static class TypeIdentifiers
{
    public static CelTypeName? Find(string name) =>
        name is "bool" or "int" or "uint" or "double" or "string" or "bytes" or "list" or "map" or "null_type" or "type" or "optional_type" ? new CelTypeName(name) : null;
}
