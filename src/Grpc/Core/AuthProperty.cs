using System.Text;

namespace Grpc.Core;

/// <summary>One thing that is known of an authenticated peer.</summary>
public sealed class AuthProperty
{
    private readonly byte[] _value;

    private AuthProperty(string name, byte[] value)
    {
        Name = name;
        _value = value;
    }

    /// <summary>What is known, such as <c>x509_common_name</c>.</summary>
    public string Name { get; }

    /// <summary>Its value as text.</summary>
    public string Value => Encoding.UTF8.GetString(_value);

    /// <summary>A copy of its value.</summary>
    public byte[] ValueBytes => [.. _value];

    /// <summary>Creates a property.</summary>
    /// <param name="name">What is known.</param>
    /// <param name="value">Its value; it is copied.</param>
    public static AuthProperty Create(string name, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        return new AuthProperty(name, [.. value]);
    }
}
