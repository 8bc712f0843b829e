namespace ElementalProvider.DevCluster.ApiServer.Cel.Types;

/// <summary>A type as the checker sees it. Objects of a schema are told apart by reference, everything else by name and parameters.</summary>
internal sealed class CelType
{
    public static readonly CelType Dyn = new("dyn");
    public static readonly CelType Null = new("null_type");
    public static readonly CelType Bool = new("bool");
    public static readonly CelType Int = new("int");
    public static readonly CelType Uint = new("uint");
    public static readonly CelType Double = new("double");
    public static readonly CelType String = new("string");
    public static readonly CelType Bytes = new("bytes");
    public static readonly CelType Duration = new("google.protobuf.Duration");
    public static readonly CelType Timestamp = new("google.protobuf.Timestamp");
    public static readonly CelType Type = new("type");

    private CelType(string name, params IReadOnlyList<CelType> parameters)
    {
        Name = name;
        Parameters = parameters;
    }

    public string Name { get; }

    public IReadOnlyList<CelType> Parameters { get; }

    /// <summary>The members that may be selected, of an object with a schema.</summary>
    public IReadOnlyDictionary<string, CelType>? Fields { get; private init; }

    /// <summary>Whether it stands for any type in the signature of a function.</summary>
    public bool IsVariable => Name.Length == 1 && char.IsAsciiLetterUpper(Name[0]);

    public bool IsDyn => ReferenceEquals(this, Dyn);

    public bool IsList => Name == "list";

    public bool IsMap => Name == "map";

    public bool IsOptional => Name == "optional_type";

    public static CelType ListOf(CelType element) => new("list", element);

    public static CelType MapOf(CelType key, CelType value) => new("map", key, value);

    public static CelType OptionalOf(CelType value) => new("optional_type", value);

    public static CelType ObjectOf(IReadOnlyDictionary<string, CelType> fields) => new("object") { Fields = fields };

    /// <summary>The type that a name stands for in a signature or an expression.</summary>
    public static CelType Named(string name, params IReadOnlyList<CelType> parameters) => name switch
    {
        "dyn" => Dyn,
        "null_type" => Null,
        "bool" => Bool,
        "int" => Int,
        "uint" => Uint,
        "double" => Double,
        "string" => String,
        "bytes" => Bytes,
        "duration" => Duration,
        "timestamp" => Timestamp,
        "type" => Type,
        "optional" => OptionalOf(parameters[0]),
        _ => new CelType(name, parameters),
    };

    public override string ToString() => Parameters.Count == 0 ? Name : $"{Name}({string.Join(", ", Parameters)})";
}
