using System.Buffers;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Output;
using ElementalProvider.DevCluster.ApiServer.Faults;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Storage;
using ElementalProvider.DevCluster.ApiServer.Watching;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>Serves the verbs of a resource. Knows verbs, not kinds.</summary>
internal sealed class ResourceEndpoint(ApiServices services)
{
    private readonly DeleteOptionsReader _deleteOptions = new(services.Bodies);

    public Task ServeAsync(HttpContext context, ResourceTarget target, string verb) => target.Subresource switch
    {
        Subresource.Scale => ServeScaleAsync(context, target, verb),
        Subresource.Token => CreateTokenAsync(context, target),
        Subresource.PortForward => services.PortForwarder.ServeAsync(context, target),
        _ => verb switch
        {
            "get" => WriteObjectAsync(context, target, services.Reader.Get(target, QueryOptions.Text(context.Request, "resourceVersion")), StatusCodes.Status200OK),
            "list" => ListAsync(context, target),
            "watch" => WatchAsync(context, target),
            "create" when target.Definition.Review is { } review => ReviewAsync(context, target, review),
            "create" => CreateAsync(context, target),
            "update" => UpdateAsync(context, target),
            "patch" => PatchAsync(context, target),
            "delete" => DeleteAsync(context, target),
            "deletecollection" => DeleteCollectionAsync(context, target),
            _ => throw ApiErrors.MethodNotAllowed(),
        },
    };

    private async Task ListAsync(HttpContext context, ResourceTarget target)
    {
        ListOptions options = QueryOptions.List(context.Request, target);
        QueryOptions.Number(context.Request, "timeoutSeconds");
        (ObjectFormat format, MediaFormat media) = Negotiate(context, target);
        await WriteListAsync(context, format, media, services.Reader.List(target.Definition, options));
    }

    private async Task CreateAsync(HttpContext context, ResourceTarget target)
    {
        WriteOptions options = QueryOptions.Write(context.Request, "CreateOptions");
        DecodedBody body = await services.Bodies.ReadObjectAsync(context.Request, context.RequestAborted);
        await WriteWrittenAsync(context, target, await services.Writer.CreateAsync(target, body, options, context.RequestAborted), StatusCodes.Status201Created);
    }

    private async Task ReviewAsync(HttpContext context, ResourceTarget target, Review review)
    {
        DecodedBody body = await services.Bodies.ReadObjectAsync(context.Request, context.RequestAborted);
        JsonObject question = services.Writer.Accept(target, body, QueryOptions.Write(context.Request, "CreateOptions"));
        review(question, context.Features.GetRequiredFeature<UserInfo>(), target);
        await Answer.WriteAsync(context, StatusCodes.Status201Created, question, AcceptedMedia(context));
    }

    private async Task CreateTokenAsync(HttpContext context, ResourceTarget target)
    {
        DecodedBody body = await services.Bodies.ReadObjectAsync(context.Request, context.RequestAborted);
        await Answer.WriteAsync(context, StatusCodes.Status201Created, services.Tokens.Answer(target, body.Root), AcceptedMedia(context));
    }

    private async Task UpdateAsync(HttpContext context, ResourceTarget target)
    {
        WriteOptions options = QueryOptions.Write(context.Request, "UpdateOptions");
        DecodedBody body = await services.Bodies.ReadObjectAsync(context.Request, context.RequestAborted);
        (StoredObject stored, bool isNew) = await services.Writer.ReplaceAsync(target, body, options, context.RequestAborted);
        await WriteWrittenAsync(context, target, stored, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private async Task PatchAsync(HttpContext context, ResourceTarget target)
    {
        if (PatchBodies.IsApply(context.Request))
        {
            await ApplyAsync(context, target);
            return;
        }

        WriteOptions options = QueryOptions.Write(context.Request, "PatchOptions");
        (Func<JsonObject, JsonObject> patch, bool showsOwners) = await PatchBodies.ReadAsync(context.Request, target, target.Definition.WholeSchema, context.RequestAborted);
        StoredObject stored = await services.Writer.PatchAsync(target, patch, options with { ShowsOwners = showsOwners }, context.RequestAborted);
        await WriteWrittenAsync(context, target, stored, StatusCodes.Status200OK);
    }

    private async Task ApplyAsync(HttpContext context, ResourceTarget target)
    {
        WriteOptions options = QueryOptions.Write(context.Request, "PatchOptions", isApply: true);
        DecodedBody configuration = await PatchBodies.ReadConfigurationAsync(context.Request, context.RequestAborted);
        (StoredObject stored, bool isNew) = await services.Writer.ApplyAsync(target, configuration, options, context.RequestAborted);
        await WriteWrittenAsync(context, target, stored, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private async Task DeleteAsync(HttpContext context, ResourceTarget target)
    {
        DeleteOptions options = await _deleteOptions.ReadAsync(context.Request, context.RequestAborted);
        (StoredObject last, bool isGone) = await services.Deleter.DeleteAsync(target, options, context.RequestAborted);
        await WhenAllKeptAsync();
        if (!isGone)
        {
            await WriteObjectAsync(context, target, last, StatusCodes.Status200OK);
            return;
        }

        var status = new ApiStatus { Code = 200, Name = target.Name, Group = target.Definition.Group, Kind = target.Definition.Plural, Uid = last.Uid };
        await Answer.WriteAsync(context, StatusCodes.Status200OK, status.ToJson(), AcceptedMedia(context));
    }

    private async Task DeleteCollectionAsync(HttpContext context, ResourceTarget target)
    {
        DeleteOptions options = await _deleteOptions.ReadAsync(context.Request, context.RequestAborted);
        (ObjectFormat format, MediaFormat media) = Negotiate(context, target);
        ListPage page = services.Reader.List(target.Definition, QueryOptions.List(context.Request, target));
        var deleted = new List<StoredObject>();
        foreach (StoredObject item in page.Items)
        {
            try
            {
                ResourceTarget one = target with { Name = item.Key.Name, Namespace = target.Definition.IsNamespaced ? item.Key.Namespace : null };
                deleted.Add((await services.Deleter.DeleteAsync(one, options, context.RequestAborted)).Last);
            }
            catch (ApiStatusException gone) when (gone.Status.Code == StatusCodes.Status404NotFound)
            {
                // Another client was faster; the object is gone, which is what was asked for.
                continue;
            }
        }

        await WriteListAsync(context, format, media, page with { Items = deleted, ResourceVersion = services.Store.Current.ResourceVersion });
    }

    private async Task ServeScaleAsync(HttpContext context, ResourceTarget target, string verb)
    {
        JsonObject scale;
        switch (verb)
        {
            case "get":
                scale = services.Scales.Get(target);
                break;
            case "update":
                DecodedBody body = await services.Bodies.ReadObjectAsync(context.Request, context.RequestAborted);
                scale = await services.Scales.UpdateAsync(target, _ => body.Root, QueryOptions.Write(context.Request, "UpdateOptions"), context.RequestAborted);
                break;
            case "patch" when PatchBodies.IsApply(context.Request):
                DecodedBody configuration = await PatchBodies.ReadConfigurationAsync(context.Request, context.RequestAborted);
                scale = await services.Scales.ApplyAsync(target, configuration, QueryOptions.Write(context.Request, "PatchOptions", isApply: true), context.RequestAborted);
                break;
            case "patch":
                (Func<JsonObject, JsonObject> patch, _) = await PatchBodies.ReadAsync(context.Request, target, Schemas.StructuralSchema.Anything, context.RequestAborted);
                scale = await services.Scales.UpdateAsync(target, patch, QueryOptions.Write(context.Request, "PatchOptions"), context.RequestAborted);
                break;
            default:
                throw ApiErrors.MethodNotAllowed();
        }

        await WhenAllKeptAsync();
        await Answer.WriteAsync(context, StatusCodes.Status200OK, scale, AcceptedMedia(context));
    }

    private async Task WatchAsync(HttpContext context, ResourceTarget target)
    {
        (ObjectFormat format, _) = Negotiate(context, target);
        ListOptions options = QueryOptions.List(context.Request, target);
        // The old paths of watches are checked as what their query says: a list.
        if (QueryOptions.Flag(context.Request, "watch") == true)
            ListOptionRules.CheckWatch(options);
        else
            ListOptionRules.CheckList(options);
        var request = new WatchRequest
        {
            Definition = target.Definition,
            Selection = options.Selection,
            Format = format,
            ResourceVersion = options.ResourceVersion,
            SendInitialEvents = options.SendInitialEvents,
            AllowBookmarks = QueryOptions.Flag(context.Request, "allowWatchBookmarks") == true,
        };
        long? seconds = QueryOptions.Number(context.Request, "timeoutSeconds");
        using var timeout = new CancellationTokenSource(seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds.Value, 86_400)) : Timeout.InfiniteTimeSpan, services.Clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted, services.Stopping, services.Faults.WatchesCut, target.Definition.Removed);
        context.Response.ContentType = "application/json";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            var bookmarks = new BookmarkSchedule(services.BookmarkInterval, services.Clock, ending.Token);
            Func<CancellationToken, Task> open = context.Features.Get<StaleWatch>() is null ? services.Faults.WhileOpenAsync : StaleWatch.NeverAsync;
            await new WatchSession(request, WatchStart.For(services.Store, request), context.Response.BodyWriter, bookmarks, open).RunAsync(ending.Token);
        }
        catch (ApiStatusException expired) when (expired.Status.Code == StatusCodes.Status410Gone)
        {
            var error = new JsonObject { ["type"] = "ERROR", ["object"] = expired.Status.ToJson() };
            context.Response.BodyWriter.Write([.. JsonText.ToUtf8(error), (byte)'\n']);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client left, its time is over or the server stops: a watch simply ends.
            await context.Response.CompleteAsync();
        }
    }

    private (ObjectFormat Format, MediaFormat Media) Negotiate(HttpContext context, ResourceTarget target)
    {
        AcceptedType accepted = AcceptedType.Negotiate(context.Request.Headers.Accept, "Table", "PartialObjectMetadata", "PartialObjectMetadataList");
        ObjectFormat format = accepted.As switch
        {
            "Table" => new TableFormat(target.Definition, Included(context.Request), services.Clock),
            "" => new WholeFormat(target.Definition),
            _ => new MetadataFormat(target.Definition),
        };
        return (format, Pretty(context, accepted.Media));
    }

    private static IncludedObject Included(HttpRequest request) => QueryOptions.Text(request, "includeObject") switch
    {
        "" or "Metadata" => IncludedObject.Metadata,
        "Object" => IncludedObject.Object,
        "None" => IncludedObject.None,
        string other => throw ApiErrors.BadRequest($"unrecognized includeObject value: \"{other}\""),
    };

    private static MediaFormat AcceptedMedia(HttpContext context) =>
        Pretty(context, AcceptedType.Negotiate(context.Request.Headers.Accept, "Table", "PartialObjectMetadata", "PartialObjectMetadataList").Media);

    private static MediaFormat Pretty(HttpContext context, MediaFormat media) =>
        media == MediaFormat.Json && QueryOptions.Flag(context.Request, "pretty") == true ? MediaFormat.PrettyJson : media;

    private async Task WriteWrittenAsync(HttpContext context, ResourceTarget target, StoredObject item, int status)
    {
        await WhenAllKeptAsync();
        await WriteObjectAsync(context, target, item, status);
    }

    private async Task WriteObjectAsync(HttpContext context, ResourceTarget target, StoredObject item, int status)
    {
        await services.Store.WhenKeptAsync(item.ResourceVersion);
        (ObjectFormat format, MediaFormat media) = Negotiate(context, target);
        await Answer.WriteAsync(context, status, format.Encode(item), media);
    }

    /// <summary>Completes when what this request has written is kept: it may have removed an object, or written more than the one it shows.</summary>
    private ValueTask WhenAllKeptAsync() => services.Store.WhenKeptAsync(services.Store.Current.ResourceVersion);

    private async Task WriteListAsync(HttpContext context, ObjectFormat format, MediaFormat media, ListPage page)
    {
        await services.Store.WhenKeptAsync(page.ResourceVersion);
        if (media == MediaFormat.Json && !Answer.MayCompress(context.Request))
        {
            // A large list goes out in pieces of pooled memory instead of through one large array.
            context.Response.ContentType = "application/json";
            format.WriteList(context.Response.BodyWriter, page);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            return;
        }

        var buffer = new ArrayBufferWriter<byte>(4096);
        format.WriteList(buffer, page);
        await Answer.WriteAsync(context, StatusCodes.Status200OK, buffer.WrittenMemory, media);
    }
}
