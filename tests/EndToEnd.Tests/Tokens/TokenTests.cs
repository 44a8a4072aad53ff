using System.Net;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.BackEnds;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Tokens;

/// <summary>Tokens that expire, as back ends and operators see them.</summary>
public sealed class TokenTests(SharedServices services)
{
    private const string Refresh = "oauth/access_token/refresh_token";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Token_when_many_back_ends_ask_shortly_before_its_expiry_is_refreshed_once(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await InstalledAsync(service, TimeSpan.FromMinutes(2));
        await LiveAsync(service, shop, TimeSpan.FromHours(1));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => TokenAsync(service, shop)));

        var token = Assert.Single(answers.Select(Token).Distinct());
        shop.Note("an access token", token!);
        Assert.All(answers, answer => Assert.True(
            answer.GetProperty("expiresAt").GetDateTimeOffset() > TimeProvider.System.GetUtcNow().AddMinutes(50)));
        Assert.Equal(token, Token(await TokenAsync(service, shop)));
    }

    [Theory, OnBothDatabases]
    public async Task Token_when_it_has_expired_and_shopify_does_not_refresh_it_is_not_handed_out(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await InstalledAsync(service, TimeSpan.FromSeconds(2));
        var fault = await service.Shopify.Control.AddFaultAsync(
            new Fault { Shop = shop.Domain, Operation = Refresh, Kind = FaultKind.Status, Status = 520 },
            Cancellation);
        using var refused = await Eventually.PollAsync(
            "the token has expired",
            () => service.ServeAsync(HttpMethod.Post, $"{shop.Domain}/token"),
            answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable,
            cancellationToken: Cancellation);

        await refused.AssertProblemAsync(503, "token-expired", "Retry-After");
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        await service.Shopify.Control.RemoveFaultAsync(fault.Id!, Cancellation);
        await LiveAsync(service, shop, TimeSpan.FromHours(1));
        using var answer = await Eventually.PollAsync(
            "a token is handed out",
            () => service.ServeAsync(HttpMethod.Post, $"{shop.Domain}/token"),
            answer => answer.StatusCode == HttpStatusCode.OK,
            cancellationToken: Cancellation);
        shop.Note("an access token", Token(await answer.ReadJsonAsync())!);
    }

    [Theory, OnBothDatabases]
    public async Task Uninstall_when_the_token_has_expired_is_proved_by_its_refused_refresh(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await InstalledAsync(service, TimeSpan.FromSeconds(2));
        var held = await service.Shopify.Control.UninstallAsync(
            shop.Domain, new UninstallRequest { Hold = true }, Cancellation);
        using var expired = await Eventually.PollAsync(
            "the token has expired",
            () => service.ServeAsync(HttpMethod.Post, $"{shop.Domain}/token"),
            answer => !answer.IsSuccessStatusCode,
            cancellationToken: Cancellation);

        await service.Shopify.Control.ReleaseAsync(
            [.. held.Where(delivery => delivery.Topic == "app/uninstalled").Select(delivery => delivery.Id)],
            Cancellation);

        var certificate = await service.UntilCertifiedAsync(shop);
        var evidence = certificate.GetProperty("claims").GetProperty("evidence").EnumerateArray()
            .Select(code => code.GetString());
        Assert.Equal(["delivery:app/uninstalled", "refresh:refused"], evidence);
    }

    [Theory, OnBothDatabases]
    public async Task Secrets_are_listed_by_fingerprint_with_the_grants_that_they_minted(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        await InstalledAsync(service, TimeSpan.FromHours(1));

        var listed = await service.Operations.ReadAsync("secrets");

        var secrets = listed.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(["current", "previous"], secrets.Take(2).Select(secret => secret.GetProperty("kind").GetString()));
        Assert.All(secrets.Take(2), secret => Assert.Matches(
            "^[0-9a-f]{12}$", secret.GetProperty("fingerprint").GetString()));
        Assert.True(secrets[0].GetProperty("grants").GetInt32() > 0);
        Assert.Equal(0, secrets[1].GetProperty("grants").GetInt32());
        Assert.True(secrets[1].GetProperty("retirable").GetBoolean());
        Assert.DoesNotContain(service.Keys.ApiSecret, listed.GetRawText(), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Migration_when_it_is_off_is_not_continued_and_the_order_stands_in_the_audit_log(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);

        var seen = await service.Operations.ReadAsync("token-migration");
        using var order = await service.Operations.PostAsync(
            new Uri("token-migration/continue", UriKind.Relative), null, Cancellation);

        Assert.Equal("off", seen.GetProperty("state").GetString());
        await order.AssertProblemAsync(409, "token-migration-off", "Tokens:Migration:Enabled");
        var log = await service.Operations.ReadAsync("audit?action=continue-token-migration");
        Assert.Equal(
            "token-migration-off", log.GetProperty("items")[0].GetProperty("outcome").GetString());
    }

    private static async Task<Merchant> InstalledAsync(ShopkeeperProcess service, TimeSpan life)
    {
        var shop = await Merchant.OpenAsync(service);
        await LiveAsync(service, shop, life);
        await shop.InstallAsync();
        return shop;
    }

    private static Task<ShopView> LiveAsync(ShopkeeperProcess service, Merchant shop, TimeSpan life) =>
        service.Shopify.Control.ChangeShopAsync(shop.Domain, new ShopChange { AccessTokenLife = life }, Cancellation);

    private static Task<JsonElement> TokenAsync(ShopkeeperProcess service, Merchant shop) =>
        service.ServedAsync(HttpMethod.Post, $"{shop.Domain}/token");

    private static string? Token(JsonElement answer) => answer.GetProperty("accessToken").GetString();
}
