using System.Diagnostics.CodeAnalysis;

namespace Grpc.Core;

/// <summary>What one call carries besides its messages.</summary>
public readonly struct CallOptions
{
    /// <summary>Creates options.</summary>
    /// <param name="headers">The metadata to send, or null for none.</param>
    /// <param name="deadline">When the call must be over, in UTC, or null for never.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="writeOptions">Hints for the writes of the call.</param>
    /// <param name="propagationToken">The call of which this one is a child, or null.</param>
    /// <param name="credentials">What authenticates this call, or null.</param>
    [SuppressMessage("Design", "CA1068", Justification = "The order of the parameters is that of the official Grpc.Core.")]
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null,
        CallCredentials? credentials = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
        Credentials = credentials;
    }

    /// <summary>The metadata to send, or null for none.</summary>
    public Metadata? Headers { get; private init; }

    /// <summary>When the call must be over, in UTC, or null for never.</summary>
    public DateTime? Deadline { get; private init; }

    /// <summary>Cancels the call.</summary>
    public CancellationToken CancellationToken { get; private init; }

    /// <summary>Hints for the writes of the call, or null.</summary>
    public WriteOptions? WriteOptions { get; private init; }

    /// <summary>The call of which this one is a child, or null.</summary>
    public ContextPropagationToken? PropagationToken { get; private init; }

    /// <summary>What authenticates this call, or null.</summary>
    public CallCredentials? Credentials { get; private init; }

    /// <summary>These options with other headers.</summary>
    /// <param name="headers">The metadata to send.</param>
    public CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>These options with another deadline.</summary>
    /// <param name="deadline">When the call must be over, in UTC.</param>
    public CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>These options with another token.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public CallOptions WithCancellationToken(CancellationToken cancellationToken) =>
        this with { CancellationToken = cancellationToken };

    /// <summary>These options with other hints for writes.</summary>
    /// <param name="writeOptions">The hints.</param>
    public CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    /// <summary>These options as those of a child call.</summary>
    /// <param name="propagationToken">The parent call.</param>
    public CallOptions WithPropagationToken(ContextPropagationToken propagationToken) =>
        this with { PropagationToken = propagationToken };

    /// <summary>These options with other credentials.</summary>
    /// <param name="credentials">What authenticates the call.</param>
    public CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };
}
