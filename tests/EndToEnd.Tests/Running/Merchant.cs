using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.BackEnds;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>
/// A shop with its people: what is theirs is unlike anybody else's, and noted as what must not stand in a log.
/// </summary>
public sealed class Merchant
{
    private ShopkeeperProcess _service;

    private Merchant(ShopkeeperProcess service, string prefix)
    {
        _service = service;
        Handle = $"{prefix}-{Keys.RandomText(6)}";
        Email = $"owner{Keys.RandomText(6)}@{Keys.RandomText(6)}.example";
        Name = $"Name {Keys.RandomText(8)}";
        ShopId = RandomId(66);
        OwnerId = RandomId(77);
        StaffId = RandomId(88);
        Note("a shop domain", Domain);
        Note("a shop's handle", Handle);
        Note("a shop id", $"{ShopId}");
        Note("a user id", $"{OwnerId}");
        Note("a user id", $"{StaffId}");
        Note("an e-mail address", Email);
        Note("a shop's name", Name);
    }

    /// <summary>The shop's handle.</summary>
    public string Handle { get; }

    /// <summary>The shop's domain.</summary>
    public string Domain => $"{Handle}.myshopify.com";

    /// <summary>The shop's e-mail address.</summary>
    public string Email { get; }

    /// <summary>The shop's name.</summary>
    public string Name { get; }

    /// <summary>The shop's numeric id.</summary>
    public long ShopId { get; }

    /// <summary>The owner's user id.</summary>
    public long OwnerId { get; }

    /// <summary>Another user's id.</summary>
    public long StaffId { get; }

    /// <summary>The current installation, as the service last told it.</summary>
    public Guid InstallationId { get; private set; }

    /// <summary>Opens a shop at Shopify; the app is not installed there yet.</summary>
    public static async Task<Merchant> OpenAsync(
        ShopkeeperProcess service, string prefix = "shop", int products = 12)
    {
        var merchant = new Merchant(service, prefix);
        await service.Shopify.Control.CreateShopAsync(
            new NewShop
            {
                Domain = merchant.Domain,
                Id = merchant.ShopId,
                Name = merchant.Name,
                Email = merchant.Email,
                OwnerId = merchant.OwnerId,
                Products = products,
            },
            CancellationToken.None);
        return merchant;
    }

    /// <summary>Opens a shop and installs the app in it.</summary>
    public static async Task<Merchant> InstalledAsync(
        ShopkeeperProcess service, string prefix = "shop", int products = 12)
    {
        var merchant = await OpenAsync(service, prefix, products);
        await merchant.InstallAsync();
        return merchant;
    }

    /// <summary>The same merchant, who meets another process of the deployment.</summary>
    public Merchant Through(ShopkeeperProcess service)
    {
        var same = (Merchant)MemberwiseClone();
        same._service = service;
        return same;
    }

    /// <summary>
    /// Shopify installs the app by itself, without a word to it, as after the merchant's click in the admin.
    /// </summary>
    /// <param name="scopes">What he grants; null: what the app asks for.</param>
    public Task InstallAtShopifyAsync(params string[]? scopes) => _service.Shopify.Control.InstallAsync(
        Domain,
        new InstallRequest { Kind = InstallKind.Managed, Scopes = scopes is { Length: > 0 } ? scopes : null },
        CancellationToken.None);

    /// <summary>Installs the app with a browser, and reads which installation that is.</summary>
    public async Task<Guid> InstallAsync()
    {
        using var browser = new MerchantBrowser(_service);
        await browser.InstallAsync(Domain);
        var session = await GetAsync("/api/session");
        return InstallationId = session.GetProperty("installationId").GetGuid();
    }

    /// <summary>Reads which installation is current, after a reset.</summary>
    public async Task<Guid> ReadInstallationAsync() =>
        InstallationId = (await GetAsync("/api/session")).GetProperty("installationId").GetGuid();

    /// <summary>The offline token that the app holds, as its back ends read it.</summary>
    public async Task<string> ReadAccessTokenAsync()
    {
        var held = await _service.ServedAsync(HttpMethod.Post, $"{Domain}/token");
        return Note("an access token", held.GetProperty("accessToken").GetString()!);
    }

    /// <summary>Whether Shopify takes a token for this shop.</summary>
    public async Task<bool> TakesAsync(string accessToken)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(_service.Shopify.BaseUrl, $"{Domain}/admin/api/2026-10/graphql.json"));
        request.Headers.Add("X-Shopify-Access-Token", accessToken);
        request.Content = JsonContent.Create(new { query = "{ shop { id } }" });
        using var answer = await client.SendAsync(request);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Mints a session token.</summary>
    public async Task<string> MintTokenAsync(SessionTokenRequest? request = null)
    {
        var minted = await _service.Shopify.Control.MintSessionTokenAsync(Domain, request, CancellationToken.None);
        return Note("a session token", minted.Token);
    }

    /// <summary>Calls the public API as a user of the embedded app.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body = null, long? user = null, string? ifMatch = null,
        string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer", await MintTokenAsync(new SessionTokenRequest { UserId = user ?? OwnerId }));
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (idempotencyKey is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        if (body is not null) request.Content = JsonContent.Create(body);
        return await _service.Public.SendAsync(request, CancellationToken.None);
    }

    /// <summary>Calls the public API and reads the JSON answered, which must be 2xx.</summary>
    public async Task<JsonElement> CallAsync(
        HttpMethod method, string path, object? body = null, long? user = null, string? ifMatch = null)
    {
        using var answer = await SendAsync(method, path, body, user, ifMatch);
        return await answer.ReadJsonAsync();
    }

    /// <summary>Reads from the public API as the owner.</summary>
    public Task<JsonElement> GetAsync(string path) => CallAsync(HttpMethod.Get, path);

    /// <summary>Starts a job and answers its id.</summary>
    public async Task<Guid> StartJobAsync(object? arguments = null) =>
        (await CallAsync(HttpMethod.Post, "/api/jobs", new { kind = "catalog-sync", arguments = arguments ?? new { } }))
        .GetProperty("id").GetGuid();

    /// <summary>Notes something of this merchant's that must not stand in a log.</summary>
    public string Note(string what, string value)
    {
        _service.Ledger.Add(what, value);
        return value;
    }

    // Fourteen digits, told apart by the first two: a JSON number, and six bytes in SQLite.
    private static long RandomId(int first) =>
        (((first * 1_000L) + RandomNumberGenerator.GetInt32(1_000)) * 1_000_000_000L)
        + RandomNumberGenerator.GetInt32(1_000_000_000);
}
