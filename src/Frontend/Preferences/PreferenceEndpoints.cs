using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Frontend.Sessions;
using Shopkeeper.Grains.Abstractions.Preferences;

namespace Shopkeeper.Frontend.Preferences;

/// <summary>The signed-in user's own preferences in the shop: one JSON object.</summary>
internal static class PreferenceEndpoints
{
    private const int MaximumBytes = 16 * 1024;

    public static void MapPreferences(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/preferences", GetAsync).WithName("GetPreferences")
            .WithSummary("Reads the user's preferences.").Produces<JsonElement>();
        routes.MapPut("/preferences", PutAsync).WithName("PutPreferences")
            .WithSummary("Replaces the user's preferences.")
            .ReadsJson<JsonElement>().Produces<JsonElement>();
        routes.MapDelete("/preferences", DeleteAsync).WithName("DeletePreferences")
            .WithSummary("Removes the user's preferences.").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> GetAsync(HttpContext context, IGrainFactory grains)
    {
        if (context.Claims().UserIdText() is not { } user) return NoUser();
        var json = await Grain(context, grains).GetAsync(user, context.RequestAborted);
        return json is null ? Problem.NotInstalled() : Results.Content(json, "application/json");
    }

    private static async Task<IResult> PutAsync(HttpContext context, IGrainFactory grains)
    {
        if (context.Claims().UserIdText() is not { } user) return NoUser();
        var (json, problem) = await Requests.ReadObjectAsync(context.Request, MaximumBytes, context.RequestAborted);
        if (problem is not null) return problem;
        return await Grain(context, grains).PutAsync(user, json.GetRawText(), context.RequestAborted)
            ? Results.Content(json.GetRawText(), "application/json")
            : Problem.NotInstalled();
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, IGrainFactory grains)
    {
        if (context.Claims().UserIdText() is not { } user) return NoUser();
        return await Grain(context, grains).DeleteAsync(user, context.RequestAborted)
            ? Results.NoContent()
            : Problem.NotInstalled();
    }

    private static IShopPreferences Grain(HttpContext context, IGrainFactory grains) =>
        grains.GetGrain<IShopPreferences>(context.Claims().Shop.Value);

    private static IResult NoUser() => Problem.Of(
        StatusCodes.Status403Forbidden, "no-user", "The session token names no user.",
        new FieldProblem("Authorization", "Send a session token of a signed-in user: preferences belong to users."));
}
