using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One key with its text or bytes.</summary>
    public class Entry
    {
        private readonly string? _value;
        private readonly byte[]? _valueBytes;

        /// <summary>Creates an entry that holds bytes.</summary>
        /// <param name="key">The key; it must end in <c>-bin</c>.</param>
        /// <param name="valueBytes">The bytes; they are copied.</param>
        /// <exception cref="ArgumentException">The key is no valid binary key.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = NormalizeKey(key);
            if (!IsBinary)
            {
                throw new ArgumentException($"The key '{Key}' holds bytes, so it must end in '{BinaryHeaderSuffix}'.", nameof(key));
            }

            _valueBytes = [.. valueBytes];
        }

        /// <summary>Creates an entry that holds text.</summary>
        /// <param name="key">The key; it must not end in <c>-bin</c>.</param>
        /// <param name="value">The text, printable ASCII only.</param>
        /// <exception cref="ArgumentException">The key is not valid, or the text has characters that HTTP/2 does not carry.</exception>
        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = NormalizeKey(key);
            if (IsBinary)
            {
                throw new ArgumentException($"The key '{Key}' holds text, so it must not end in '{BinaryHeaderSuffix}'.", nameof(key));
            }

            if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                throw new ArgumentException(
                    $"The value of '{Key}' must be printable ASCII; use a '{BinaryHeaderSuffix}' key for anything else.", nameof(value));
            }

            _value = value;
        }

        // What a peer sent is kept as it came: it is checked by HTTP, and refusing it here would fail the call for a header nobody reads.
        private Entry(string key, string? value, byte[]? valueBytes)
        {
            Key = key;
            _value = value;
            _valueBytes = valueBytes;
        }

        /// <summary>The key, in lower case.</summary>
        public string Key { get; }

        /// <summary>Whether the entry holds bytes.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>The text.</summary>
        /// <exception cref="InvalidOperationException">The entry holds bytes.</exception>
        public string Value =>
            _value ?? throw new InvalidOperationException($"The entry '{Key}' holds bytes; read ValueBytes.");

        /// <summary>A copy of the bytes; for text, its ASCII bytes.</summary>
        public byte[] ValueBytes => _valueBytes is null ? Encoding.ASCII.GetBytes(_value!) : [.. _valueBytes];

        internal ReadOnlySpan<byte> BinarySpan => _valueBytes;

        /// <inheritdoc/>
        public override string ToString() => IsBinary
            ? $"[Entry: key={Key}, valueBytes={_valueBytes!.Length} bytes]"
            : $"[Entry: key={Key}, value={_value}]";

        internal static Entry Received(string key, string value) => new(key.ToLowerInvariant(), value, valueBytes: null);

        internal static Entry Received(string key, byte[] valueBytes) => new(key.ToLowerInvariant(), value: null, valueBytes);

        private static string NormalizeKey(string key)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            string lower = key.ToLowerInvariant();
            foreach (char character in lower)
            {
                if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character is not ('_' or '-' or '.'))
                {
                    throw new ArgumentException(
                        $"The metadata key '{key}' may hold only letters, digits, '_', '-' and '.'.", nameof(key));
                }
            }

            return lower;
        }
    }
}
