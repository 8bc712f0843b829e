using System.Reflection;
using System.Text;

namespace ElementalProvider.GrpcTests.Support;

/// <summary>Writes the public and protected members of assemblies as text, in a stable order.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Describe(params Assembly[] assemblies)
    {
        StringBuilder text = new();
        foreach (Type type in assemblies.SelectMany(assembly => assembly.GetExportedTypes()).OrderBy(Name, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append(Bases(type)).Append('\n');
            foreach (string member in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("  ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        _ => "class",
    };

    private static string Bases(Type type)
    {
        string[] bases =
        [
            .. new[] { type.BaseType }.OfType<Type>()
                .Where(candidate => candidate != typeof(object) && candidate != typeof(ValueType) && !type.IsEnum && Kind(type) != "delegate")
                .Select(Name),
            .. type.GetInterfaces()
                .Where(candidate => candidate.IsPublic && !type.IsEnum && Kind(type) != "delegate")
                .Select(Name).Order(StringComparer.Ordinal),
        ];
        return bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name))}");
        }

        if (Kind(type) == "delegate")
        {
            return [Signature(type.GetMethod("Invoke")!)];
        }

        return
        [
            .. type.GetConstructors(Declared).Where(IsVisible).Select(constructor => $"{Access(constructor)}.ctor({Parameters(constructor)})"),
            .. type.GetMethods(Declared)
                .Where(method => IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)))
                .Select(Signature),
            .. type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible)).Select(Property),
            .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)
                .Select(field => $"field {Name(field.FieldType)} {field.Name}"),
        ];
    }

    private static string Signature(MethodInfo method) =>
        $"{Access(method)}{Modifier(method)}{Name(method.ReturnType)} {method.Name}{Generics(method)}({Parameters(method)})";

    private static string Property(PropertyInfo property)
    {
        MethodInfo accessor = property.GetAccessors(nonPublic: true).First(IsVisible);
        string accessors = string.Concat(
            property.GetMethod is { } getter && IsVisible(getter) ? "get; " : "",
            property.SetMethod is { } setter && IsVisible(setter) ? "set; " : "");
        string index = property.GetIndexParameters() is { Length: > 0 } ? "[]" : "";
        return $"{Access(accessor)}{Modifier(accessor)}{Name(property.PropertyType)} {property.Name}{index} {{ {accessors}}}";
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifier(MethodInfo method) => method switch
    {
        { DeclaringType.IsInterface: true } => "",
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        { IsVirtual: true, IsFinal: false } when method.GetBaseDefinition() != method => "override ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(
        ", ",
        method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? "?" : "")}"));

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Name(underlying)}?";
        }

        bool isOfTheSystem = type.Namespace == "System" || type.Namespace!.StartsWith("System.", StringComparison.Ordinal);
        string scope = type.IsNested ? $"{Name(type.DeclaringType!)}." : isOfTheSystem ? "" : $"{type.Namespace}.";
        string name = scope + type.Name;
        int arity = name.LastIndexOf('`');
        return type.IsGenericType && arity > name.LastIndexOf('.')
            ? $"{name[..arity]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : name;
    }
}
