using Shopkeeper.Simulator.Calls;
using Shopkeeper.Simulator.Hosting;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.Admin;

/// <summary>Whose token a call carries, for both ways into the Admin API.</summary>
internal sealed class AdminAuthentication(AppRegistration registration, SimulatorOptions options)
{
    /// <summary>The installation and the token; null when the refusal is already written.</summary>
    public async Task<(Installation Installation, IssuedToken Token)?> AuthenticateAsync(
        HttpContext context, IncomingCall call)
    {
        var installation = call.Shop!.Installation;
        var token = call.Token is null ? null : installation?.Tokens.Find(call.Token, options.Clock.GetUtcNow());
        var app = registration.Current;
        if (token is null || !app.Authenticates(token.Secret))
        {
            await ShopAnswers.UnauthorizedAsync(context);
            return null;
        }

        if (token.ExpiresAt is null && app.RequireExpiringTokens)
        {
            await ShopAnswers.JsonAsync(context, StatusCodes.Status403Forbidden, ShopAnswers.NonExpiring);
            return null;
        }

        return (installation!, token);
    }
}
