using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ElementalProvider.DevCluster.Control;

/// <summary>Listens on a socket in the state folder, which only its owner can reach. Disposing ends it.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    /// <summary>Name of the socket in the state folder.</summary>
    public const string SocketName = "control.sock";

    /// <summary>Longer paths do not fit into the address of a socket.</summary>
    private const int LongestPath = 107;

    private readonly WebApplication _application;

    private ControlServer(WebApplication application) => _application = application;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="DevClusterException">The socket cannot be made.</exception>
    public static async Task<ControlServer> StartAsync(string socket, ControlPanel panel, CancellationToken cancellationToken)
    {
        if (socket.Length > LongestPath)
            throw new DevClusterException($"{socket} is too long for a socket ({LongestPath} characters at most); name a shorter folder with --state.");

        File.Delete(socket);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        WebApplication application = builder.Build();
        ((IApplicationBuilder)application).Run(context => ServeAsync(context, panel));
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            await application.DisposeAsync();
            throw new DevClusterException($"{socket} cannot be listened on: {exception.Message}");
        }

        return new ControlServer(application);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static async Task ServeAsync(HttpContext context, ControlPanel panel)
    {
        ControlAnswer answer;
        try
        {
            ControlRequest? request = await JsonSerializer.DeserializeAsync(
                context.Request.Body, ControlJsonContext.Default.ControlRequest, context.RequestAborted);
            answer = await panel.AnswerAsync(request ?? throw new DevClusterException("The request is empty."));
        }
        catch (DevClusterException exception)
        {
            answer = new ControlAnswer { Problem = exception.Message };
        }
        catch (JsonException)
        {
            answer = new ControlAnswer { Problem = "The request cannot be read: it comes from another version of elemental-dev." };
        }

        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, answer, ControlJsonContext.Default.ControlAnswer, context.RequestAborted);
    }
}
