using Microsoft.AspNetCore.Http.Features;
using Shopkeeper.Simulator.Calls;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Admin;

/// <summary><c>DELETE /admin/api_permissions/current.json</c>: the app uninstalls itself.</summary>
/// <remarks>
/// https://shopify.dev/docs/apps/build/authentication-authorization/app-installation/uninstall-app-api-request
/// </remarks>
internal sealed class RestEndpoint(AdminAuthentication authentication, AppEnd end)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var call = context.Features.GetRequiredFeature<IncomingCall>();
        if (await authentication.AuthenticateAsync(context, call) is not { } caller) return;
        if (end.Uninstall(call.Shop!, new UninstallRequest(), caller.Installation) is null)
            await ShopAnswers.UnauthorizedAsync(context);
        else
            await ShopAnswers.JsonAsync(context, StatusCodes.Status200OK, "{}");
    }
}
