using ElementalProvider.GrpcTests.Protos;
using Google.Protobuf;
using Grpc.Core;

namespace ElementalProvider.GrpcTests.Support;

/// <summary>A service that does what the questions tell it; tests watch it through <see cref="ProbeEvents"/>.</summary>
internal sealed class ProbeService(ProbeEvents events) : Probe.ProbeBase
{
    public override async Task<Answer> Ask(Question request, ServerCallContext context)
    {
        events.Seen(context);
        switch (request.Command)
        {
            case "fail":
                throw new RpcException(
                    new Status(StatusCode.NotFound, "no such thing: 100 % gone, größer"),
                    new Metadata { { "reason", "gone" }, { "detail-bin", [0, 1, 255] } });
            case "crash":
                throw new InvalidOperationException("the secret is 42");
            case "status":
                context.Status = new Status(StatusCode.FailedPrecondition, "set by the handler");
                break;
            case "trailers":
                context.ResponseTrailers.Add("plain", "one");
                context.ResponseTrailers.Add("plain", "two");
                context.ResponseTrailers.Add("bytes-bin", [1, 2, 3]);
                break;
            case "headers":
                await context.WriteResponseHeadersAsync(new Metadata { { "early", "yes" }, { "early-bin", [9] } });
                await events.Continue.Task.WaitAsync(context.CancellationToken);
                break;
            case "echo-metadata":
                foreach (Metadata.Entry entry in context.RequestHeaders.Where(entry => entry.Key.StartsWith("x-", StringComparison.Ordinal)))
                {
                    context.ResponseTrailers.Add(entry);
                }

                break;
            case "wait":
                await events.WaitForCancellationAsync(context);
                break;
            case "ignore-token":
                await events.Continue.Task;
                break;
            case "null":
                return null!;
            case "big":
                return new Answer { Data = ByteString.CopyFrom(new byte[request.Number]) };
        }

        return new Answer { Text = request.Command, Number = request.Number, Data = request.Data };
    }

    public override async Task<Answer> Collect(IAsyncStreamReader<Question> requestStream, ServerCallContext context)
    {
        events.Seen(context);
        int sum = 0;
        await foreach (Question question in requestStream.ReadAllAsync())
        {
            events.Received.Enqueue(question.Command);
            if (question.Command == "stop")
            {
                throw new RpcException(new Status(StatusCode.Aborted, "enough"));
            }

            sum += question.Number;
        }

        return new Answer { Number = sum };
    }

    public override async Task List(Question request, IServerStreamWriter<Answer> responseStream, ServerCallContext context)
    {
        events.Seen(context);
        for (int number = 0; number < request.Number; number++)
        {
            await responseStream.WriteAsync(new Answer { Number = number, Text = request.Command, Data = request.Data });
        }

        switch (request.Command)
        {
            case "then-fail":
                throw new RpcException(new Status(StatusCode.DataLoss, "lost"), new Metadata { { "after", "some" } });
            case "then-wait":
                await events.WaitForCancellationAsync(context);
                break;
        }
    }

    public override async Task Talk(
        IAsyncStreamReader<Question> requestStream, IServerStreamWriter<Answer> responseStream, ServerCallContext context)
    {
        events.Seen(context);
        if (context.RequestHeaders.GetValue("greet") is { } greeting)
        {
            await responseStream.WriteAsync(new Answer { Text = greeting });
        }

        try
        {
            await foreach (Question question in requestStream.ReadAllAsync())
            {
                if (question.Command == "end")
                {
                    return;
                }

                await responseStream.WriteAsync(new Answer { Text = question.Command, Number = question.Number + 1 });
            }

            events.RequestsEnded.TrySetResult();
        }
        catch (Exception exception)
        {
            events.HandlerFailed.TrySetResult(exception);
            throw;
        }
    }
}
