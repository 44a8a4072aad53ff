using Microsoft.AspNetCore.Http.Features;
using Shopkeeper.Simulator.Calls;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Admin;

/// <summary><c>DELETE /admin/api_permissions/current.json</c>: the app uninstalls itself.</summary>
/// <remarks>
/// https://shopify.dev/docs/apps/build/authentication-authorization/app-installation/uninstall-app-api-request
/// </remarks>
internal sealed class RestEndpoint(AppEnd end, SimulatorOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var call = context.Features.GetRequiredFeature<IncomingCall>();
        var shop = call.Shop!;
        var installation = shop.Installation;
        var token = call.Token is null ? null : installation?.Tokens.Find(call.Token, options.Clock.GetUtcNow());
        if (token is null || end.Uninstall(shop, new UninstallRequest(), installation) is null)
            return ShopAnswers.UnauthorizedAsync(context);
        return ShopAnswers.JsonAsync(context, StatusCodes.Status200OK, "{}");
    }
}
