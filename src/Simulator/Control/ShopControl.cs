using System.Text.Json;
using System.Text.Json.Nodes;
using Shopkeeper.Simulator.Admin;
using Shopkeeper.Simulator.Embedding;
using Shopkeeper.Simulator.Hosting;
using Shopkeeper.Simulator.OAuth;
using Shopkeeper.Simulator.Shops;
using Shopkeeper.Simulator.Webhooks;

namespace Shopkeeper.Simulator.Control;

/// <summary>Controls shops: creates and changes them, installs and uninstalls the app in them.</summary>
internal sealed class ShopControl(
    ShopRegistry shops, AppRegistration registration, AuthorizeEndpoint authorize, SessionTokens sessions,
    LaunchAddress launch, AppEnd end, Courier courier, SimulatorOptions options)
{
    private const int ProductsMaximum = 100_000;
    private static readonly TimeSpan DelayMaximum = TimeSpan.FromDays(30);

    public static Shop Find(ShopRegistry shops, HttpContext context) =>
        shops.Find((string?)context.Request.RouteValues["shop"]) ?? throw ControlRefusal.UnknownShop();

    public Task<object?> List(HttpContext context) =>
        Task.FromResult<object?>(shops.All.Select(shop => shop.View()).ToArray());

    public Task<object?> Get(HttpContext context) => Task.FromResult<object?>(Find(shops, context).View());

    public async Task<object?> CreateAsync(HttpContext context)
    {
        var request = await ControlInput.ReadAsync<NewShop>(context);
        ControlInput.Require(ShopAddress.TryParse(request.Domain, out _), "domain",
            "Give a domain such as blue-widgets.myshopify.com.");
        ControlInput.Require(request.Id is null or > 0, "id", "Give a number above zero.");
        ControlInput.Require(request.OwnerId is null or > 0, "ownerId", "Give a number above zero.");
        ControlInput.Count(request.Products, 0, ProductsMaximum, "products");
        var shop = shops.Create(request) ?? throw new ControlRefusal(
            "domain", "The domain or the id is taken. Give others.", StatusCodes.Status409Conflict);
        return shop.View();
    }

    public async Task<object?> ChangeAsync(HttpContext context)
    {
        var shop = Find(shops, context);
        var change = await ControlInput.ReadAsync<ShopChange>(context);
        ControlInput.Count(change.Products, 0, ProductsMaximum, "products");
        ControlInput.Life(change.AccessTokenLife, "accessTokenLife");
        ControlInput.Life(change.RefreshTokenLife, "refreshTokenLife");
        ControlInput.Life(change.OnlineTokenLife, "onlineTokenLife");
        shop.Change(change);
        var isTold = (change.Name ?? change.Email ?? change.Plan) is not null || change.Status is not null;
        if (isTold && shop.Installation is { } installation)
            courier.Raise(shop, installation, new EventRequest { Topic = WebhookTopics.ShopUpdate });
        return shop.View();
    }

    public async Task<object?> InstallAsync(HttpContext context)
    {
        var request = await ControlInput.ReadAsync<InstallRequest>(context);
        var name = (string?)context.Request.RouteValues["shop"];
        ControlInput.Require(ShopAddress.TryParse(name, out _), "shop",
            "Give a domain such as blue-widgets.myshopify.com.");
        ControlInput.Address(request.RedirectUri, "redirectUri");
        var shop = options.CreateShopsOnAuthorize ? shops.FindOrCreate(name) : shops.Find(name);
        if (shop is null) throw ControlRefusal.UnknownShop();
        if (request.Reinstall) shop.Uninstall();
        return Install(shop, request);
    }

    public async Task<object?> UninstallAsync(HttpContext context)
    {
        var shop = Find(shops, context);
        var request = await ControlInput.ReadAsync<UninstallRequest>(context);
        ControlInput.Span(request.Delay, DelayMaximum, "delay");
        var deliveries = end.Uninstall(shop, request) ?? throw new ControlRefusal(
            "shop", "The app is not installed there. Install it first.", StatusCodes.Status409Conflict);
        return deliveries.Select(delivery => delivery.View()).ToArray();
    }

    public async Task<object?> MintAsync(HttpContext context)
    {
        var shop = Find(shops, context);
        var request = await ControlInput.ReadAsync<SessionTokenRequest>(context);
        ControlInput.Require(request.UserId is null or > 0, "userId", "Give a number above zero.");
        ControlInput.Require(request.Lifetime.Duration() <= DelayMaximum, "lifetime", $"Give at most {DelayMaximum}.");
        ControlInput.Require(request.ValidAfter.Duration() <= DelayMaximum, "validAfter",
            $"Give at most {DelayMaximum}.");
        var token = sessions.Mint(shop, request);
        return new SessionTokenResult { Token = token, LaunchUrl = launch.Of(shop, token) };
    }

    private InstallResult Install(Shop shop, InstallRequest request)
    {
        var before = shop.Installation?.Scopes;
        var installation = shop.Install(request.Scopes);
        if (before is not null && !before.SequenceEqual(installation.Scopes)) Announce(shop, installation, before);
        var result = new InstallResult { InstallationId = installation.Id };
        var now = options.Clock.GetUtcNow();
        switch (request.Kind)
        {
            case InstallKind.Code:
                var code = shop.IssueCode(installation, request.PerUser ? shop.OwnerId : null, now);
                var redirect = request.RedirectUri ?? registration.Current.Under("auth/callback");
                return result with
                {
                    Code = code, CallbackUrl = authorize.Callback(shop, redirect, request.State, code),
                };
            case InstallKind.Managed:
                return result;
            default:
                var tokens = installation.Tokens;
                var secret = registration.Current.ApiSecret;
                var token = (request.Expiring ? tokens.Expiring(secret, now) : tokens.Permanent(secret))
                    ?? throw new ControlRefusal("shop", "It was uninstalled meanwhile. Try again.", 409);
                shop.Remember(token, installation);
                return result with { AccessToken = token.Access, RefreshToken = token.Refresh };
        }
    }

    // The merchant granted or took away scopes of an installation in place.
    private void Announce(Shop shop, Installation installation, IReadOnlyList<string> before)
    {
        var body = DeliveryBodies.For(
            WebhookTopics.AppScopesUpdate, shop, installation, options.Clock.GetUtcNow());
        body["previous"] = new JsonArray([.. before.Select(scope => JsonValue.Create(scope))]);
        courier.Raise(shop, installation, new EventRequest
        {
            Topic = WebhookTopics.AppScopesUpdate, Body = body.Deserialize<JsonElement>(),
        });
    }
}
