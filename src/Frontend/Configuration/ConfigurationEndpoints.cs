using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Frontend.Sessions;
using Shopkeeper.Grains.Abstractions.Configuration;

namespace Shopkeeper.Frontend.Configuration;

/// <summary>The app's configuration for the shop: one JSON object with an <c>ETag</c>.</summary>
internal static class ConfigurationEndpoints
{
    private const int MaximumBytes = 64 * 1024;

    public static void MapConfiguration(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            "/configuration", (HttpContext context, IGrainFactory grains) => GetAsync(context, Grain(context, grains)))
            .WithName("GetConfiguration")
            .WithSummary("Reads the configuration.").Produces<JsonElement>();
        routes.MapPut(
            "/configuration", (HttpContext context, IGrainFactory grains) => PutAsync(context, Grain(context, grains)))
            .WithName("PutConfiguration")
            .WithSummary("Replaces the configuration. If-Match names the ETag that was read, or * for any.")
            .ReadsJson<JsonElement>().Produces<JsonElement>()
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
    }

    /// <summary>Answers a shop's configuration.</summary>
    public static async Task<IResult> GetAsync(HttpContext context, IShopConfiguration configuration)
    {
        var document = await configuration.GetAsync(context.RequestAborted);
        return document is null ? Problem.NotInstalled() : Answer(context, document);
    }

    /// <summary>Replaces a shop's configuration by the request's body.</summary>
    public static async Task<IResult> PutAsync(HttpContext context, IShopConfiguration configuration)
    {
        if (!TryIfMatch(context.Request, out var version, out var refused)) return refused!;
        var (json, problem) = await Requests.ReadObjectAsync(context.Request, MaximumBytes, context.RequestAborted);
        if (problem is not null) return problem;
        var command = new PutConfiguration { Json = json.GetRawText(), IfVersion = version };
        var reply = await configuration.PutAsync(command, context.RequestAborted);
        return reply.Outcome switch
        {
            PutConfigurationOutcome.Replaced => Answer(context, reply.Document!),
            PutConfigurationOutcome.VersionMismatch => Mismatch(context, reply.Document!),
            _ => Problem.NotInstalled(),
        };
    }

    private static IShopConfiguration Grain(HttpContext context, IGrainFactory grains) =>
        grains.GetGrain<IShopConfiguration>(context.Claims().Shop.Value);

    private static IResult Answer(HttpContext context, ConfigurationDocument document)
    {
        context.Response.Headers.ETag = ETag(document);
        return Results.Content(document.Json, "application/json");
    }

    private static IResult Mismatch(HttpContext context, ConfigurationDocument current)
    {
        context.Response.Headers.ETag = ETag(current);
        return Problem.Of(
            StatusCodes.Status412PreconditionFailed, "version-mismatch", "The configuration was changed meanwhile.",
            new FieldProblem("If-Match", "Read the configuration again and send its ETag."));
    }

    private static string ETag(ConfigurationDocument document) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{document.Version}\"");

    private static bool TryIfMatch(HttpRequest request, out long? version, out IResult? problem)
    {
        version = null;
        problem = null;
        var header = request.Headers.IfMatch;
        if (header is ["*"]) return true;
        if (header is [{ Length: > 2 and < 24 } tag] && tag[0] == '"' && tag[^1] == '"'
            && long.TryParse(tag[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var parsed))
        {
            version = parsed;
            return true;
        }
        problem = header.Count == 0
            ? Problem.Of(
                StatusCodes.Status428PreconditionRequired, "if-match-required", "If-Match is required.",
                new FieldProblem("If-Match", "Send the ETag of the configuration that you read, or * to replace any."))
            : Problem.BadRequest("If-Match", "Send one ETag as GET answered it, or *.");
        return false;
    }
}
