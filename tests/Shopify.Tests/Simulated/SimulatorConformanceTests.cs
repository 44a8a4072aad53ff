using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Shopify.SessionTokens;
using Shopkeeper.Shopify.Signatures;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Simulator;
using Shopkeeper.Simulator.Control;
using SessionTokenResult = Shopkeeper.Shopify.SessionTokens.SessionTokenResult;

namespace Shopkeeper.Shopify.Tests.Simulated;

/// <summary>The platform and the simulator were written apart, from the same facts: here they meet.</summary>
public sealed class SimulatorConformanceTests : IAsyncLifetime
{
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue.myshopify.com");
    private static readonly Uri Callback = new("http://127.0.0.1:5080/webhooks");

    private SimulatorHost? _simulator;
    private ServiceProvider? _services;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SimulatorHost Simulator => _simulator!;

    private IAdminClient Admin => _services!.GetRequiredService<IAdminClient>();

    private ApiSecrets Secrets => _services!.GetRequiredService<ApiSecrets>();

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions { Url = "http://127.0.0.1:0", ProductCount = 7 }, Cancel);
        var settings = new Dictionary<string, string?>
        {
            ["Shopify:ApiKey"] = SimulatorOptions.DefaultApiKey,
            ["Shopify:ApiSecret"] = SimulatorOptions.DefaultApiSecret,
            ["Shopify:Scopes"] = "read_products",
            ["Shopify:AppUrl"] = "http://127.0.0.1:5080",
            ["Shopify:AdminUrlTemplate"] = _simulator.AdminUrlTemplate,
        };
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddShopify().BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null) await _services.DisposeAsync();
        if (_simulator is not null) await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task A_callback_verifies_and_its_code_buys_a_token_once()
    {
        var install = await Simulator.Control.InstallAsync(
            Shop.Value,
            new InstallRequest { Kind = InstallKind.Code, State = "a state/with+marks", Scopes = ["write_products"] },
            Cancel);
        var query = new QueryCollection(QueryHelpers.ParseQuery(install.CallbackUrl!.Query));
        Assert.Equal(QuerySignatureResult.Valid, QuerySignature.Verify(query, Secrets));
        Assert.True(QueryTimestamp.IsFresh(query, TimeProvider.System));
        Assert.Equal(QuerySignatureResult.Mismatch, QuerySignature.Verify(query, new ApiSecrets("another")));

        var client = _services!.GetRequiredService<IOAuthClient>();
        var granted = Assert.IsType<TokenOutcome.Granted>(await client.ExchangeCodeAsync(Shop, query["code"]!, Cancel));
        Assert.True(granted.Grant.Scopes.Covers(AccessScopes.Parse("read_products")));
        var again = Assert.IsType<TokenOutcome.Refused>(await client.ExchangeCodeAsync(Shop, query["code"]!, Cancel));
        Assert.Equal(TokenErrors.InvalidRequest, again.Error);

        var probe = (await Admin.ProbeAsync(new AdminAccess(Shop, granted.Grant.AccessToken), Cancel)).Value;
        Assert.Equal((install.InstallationId, Shop), (probe?.AppInstallationId, probe?.Shop));
    }

    [Fact]
    public async Task An_installation_lives_and_ends_through_the_admin_client()
    {
        var access = await InstallAsync();
        var wanted = new WebhookSubscriptionInput { Topic = WebhookTopics.ProductsUpdate, Uri = Callback.AbsoluteUri };
        var created = (await Admin.CreateWebhookAsync(access, wanted, Cancel)).Value;
        Assert.Equal((WebhookTopics.ProductsUpdate, Callback.AbsoluteUri), (created?.Topic, created?.Uri));
        Assert.Equal("refused-taken", (await Admin.CreateWebhookAsync(access, wanted, Cancel)).Code);
        var filtered = wanted with { Filter = "status:active", IncludeFields = ["id", "status"] };
        var changed = (await Admin.UpdateWebhookAsync(access, created!.Id, filtered, Cancel)).Value;
        Assert.Equal(("status:active", "id status"), (changed?.Filter, string.Join(' ', changed!.IncludeFields)));
        Assert.Equal(created, (await Admin.UpdateWebhookAsync(access, created.Id, wanted, Cancel)).Value);
        Assert.Contains(created, (await Admin.ListWebhooksAsync(access, Cancel)).Value!);
        Assert.Equal(
            "refused-not-found", (await Admin.UpdateWebhookAsync(access, created.Id + "0", wanted, Cancel)).Code);
        Assert.Equal(new AdminDone(false), (await Admin.DeleteWebhookAsync(access, created.Id, Cancel)).Value);
        Assert.Equal(new AdminDone(true), (await Admin.DeleteWebhookAsync(access, created.Id, Cancel)).Value);
        Assert.DoesNotContain(created, (await Admin.ListWebhooksAsync(access, Cancel)).Value!);

        var products = new List<Product>();
        string? cursor = null;
        do
        {
            var page = (await Admin.ReadProductsAsync(access, cursor, 3, Cancel)).Value;
            products.AddRange(page!.Products);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal(7, products.DistinctBy(product => product.Id).Count());

        Assert.True((await Admin.UninstallAsync(access, Cancel)).IsOk);
        Assert.Equal("unauthorized", (await Admin.ProbeAsync(access, Cancel)).Code);
        Assert.Equal("unauthorized", (await Admin.UninstallAsync(access, Cancel)).Code);
    }

    [Fact]
    public async Task Revoking_by_REST_ends_the_installation_too()
    {
        var access = await InstallAsync();
        Assert.True((await Admin.RevokeAccessAsync(access, Cancel)).IsOk);
        Assert.Equal("unauthorized", (await Admin.RevokeAccessAsync(access, Cancel)).Code);
    }

    [Fact]
    public async Task A_session_token_is_valid_and_its_faults_are_named()
    {
        await InstallAsync();
        var minted = await Simulator.Control.MintSessionTokenAsync(
            Shop.Value, new SessionTokenRequest { UserId = 42 }, Cancel);
        var claims = Assert.IsType<SessionTokenResult.Valid>(Validate(minted.Token)).Claims;
        Assert.Equal((Shop, 42L), (claims.Shop, claims.UserId));
        Assert.Equal(SessionTokenRefusal.Signature, await RefusedAsync(new SessionTokenRequest { WrongSecret = true }));
        Assert.Equal(SessionTokenRefusal.Audience, await RefusedAsync(new SessionTokenRequest { Audience = "other" }));
        Assert.Equal(
            SessionTokenRefusal.Issuer,
            await RefusedAsync(new SessionTokenRequest { Issuer = "https://red.myshopify.com/admin" }));
        Assert.Equal(
            SessionTokenRefusal.NotYetValid,
            await RefusedAsync(new SessionTokenRequest { ValidAfter = TimeSpan.FromMinutes(5) }));
        Assert.Equal(
            SessionTokenRefusal.Expired,
            await RefusedAsync(new SessionTokenRequest { ValidAfter = -TimeSpan.FromMinutes(5) }));
    }

    [Theory]
    [InlineData(HeaderFamily.Classic, WebhookTopics.AppUninstalled, WebhookHeaderFamily.Classic)]
    [InlineData(HeaderFamily.Events, WebhookTopics.AppUninstalled, WebhookHeaderFamily.Events)]
    [InlineData(HeaderFamily.Classic, WebhookTopics.ShopRedact, WebhookHeaderFamily.Classic)]
    [InlineData(HeaderFamily.Classic, WebhookTopics.CustomersRedact, WebhookHeaderFamily.Classic)]
    [InlineData(HeaderFamily.Classic, WebhookTopics.ShopUpdate, WebhookHeaderFamily.Classic)]
    public async Task A_delivery_verifies_in_either_family_and_names_its_shop_in_the_body(
        HeaderFamily family, string topic, WebhookHeaderFamily expected)
    {
        await InstallAsync();
        var request = new DeliveryRequest { Topic = topic, Family = family, Hold = true };
        var delivery = Assert.Single(await Simulator.Control.DeliverAsync(Shop.Value, request, Cancel));
        var headers = new HeaderDictionary();
        foreach (var (name, value) in delivery.Headers) headers[name] = value;
        var body = Encoding.UTF8.GetBytes(delivery.Body);

        Assert.True(WebhookHeaders.TryReadHmac(headers, out var hmac));
        Assert.Equal(expected, hmac.Family);
        Assert.True(WebhookSignature.Verify(body, hmac.Value, Secrets));
        Assert.True(WebhookHeaders.TryRead(headers, hmac.Family, out var read, out _));
        Assert.Equal((topic, Shop, delivery.WebhookId), (read.Topic, read.Shop, read.WebhookId));
        Assert.True(WebhookBody.TryIdentify(read.Topic, body, out var identity));
        var shop = await Simulator.Control.GetShopAsync(Shop.Value, Cancel);
        Assert.Equal(shop.Id, identity.ShopId);
    }

    private async Task<AdminAccess> InstallAsync()
    {
        var install = await Simulator.Control.InstallAsync(Shop.Value, null, Cancel);
        return new AdminAccess(Shop, new AccessToken(install.AccessToken!));
    }

    private SessionTokenResult Validate(string token) =>
        _services!.GetRequiredService<SessionTokenValidator>().Validate(token);

    private async Task<SessionTokenRefusal> RefusedAsync(SessionTokenRequest request)
    {
        var minted = await Simulator.Control.MintSessionTokenAsync(Shop.Value, request, Cancel);
        return Assert.IsType<SessionTokenResult.Refused>(Validate(minted.Token)).Reason;
    }
}
