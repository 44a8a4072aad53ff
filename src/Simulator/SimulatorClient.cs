using System.Globalization;
using System.Text.Json;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator;

/// <summary>
/// The control API of a simulator, in this process or another. Every method throws
/// <see cref="SimulatorRefusedException"/> when the simulator refuses the request.
/// </summary>
public sealed class SimulatorClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>
    /// A client for the simulator at <paramref name="baseUrl"/>, such as <c>http://127.0.0.1:5090</c>.
    /// </summary>
    public SimulatorClient(Uri baseUrl)
    {
        ArgumentNullException.ThrowIfNull(baseUrl);
        var root = baseUrl.AbsoluteUri.EndsWith('/') ? baseUrl : new Uri(baseUrl.AbsoluteUri + "/");
        // A request may wait for a delivery for minutes; each such request has a limit of its own.
        _http = new HttpClient { BaseAddress = new Uri(root, "_control/"), Timeout = TimeSpan.FromMinutes(10) };
    }

    /// <summary>Changes what the simulator knows of the app.</summary>
    public Task<AppSettings> ConfigureAppAsync(AppSettings settings, CancellationToken cancellationToken = default) =>
        CallAsync<AppSettings>(HttpMethod.Put, "app", settings, cancellationToken);

    /// <summary>Forgets shops, faults, calls and deliveries. The app's settings stay.</summary>
    public Task ResetAsync(CancellationToken cancellationToken = default) =>
        CallAsync<JsonElement>(HttpMethod.Post, "reset", null, cancellationToken);

    /// <summary>Creates a shop.</summary>
    public Task<ShopView> CreateShopAsync(NewShop shop, CancellationToken cancellationToken = default) =>
        CallAsync<ShopView>(HttpMethod.Post, "shops", shop, cancellationToken);

    /// <summary>All shops, by domain.</summary>
    public Task<IReadOnlyList<ShopView>> ListShopsAsync(CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<ShopView>>(HttpMethod.Get, "shops", null, cancellationToken);

    /// <summary>One shop.</summary>
    public Task<ShopView> GetShopAsync(string shop, CancellationToken cancellationToken = default) =>
        CallAsync<ShopView>(HttpMethod.Get, Of(shop), null, cancellationToken);

    /// <summary>Changes a shop: freezes it, renames it, keeps its deliveries.</summary>
    public Task<ShopView> ChangeShopAsync(
        string shop, ShopChange change, CancellationToken cancellationToken = default) =>
        CallAsync<ShopView>(HttpMethod.Patch, Of(shop), change, cancellationToken);

    /// <summary>Installs the app without a browser; creates the shop where the simulator may.</summary>
    public Task<InstallResult> InstallAsync(
        string shop, InstallRequest? request = null, CancellationToken cancellationToken = default) =>
        CallAsync<InstallResult>(HttpMethod.Post, Of(shop, "install"), request ?? new(), cancellationToken);

    /// <summary>The merchant uninstalls the app; answers the deliveries that are sent because of it.</summary>
    public Task<IReadOnlyList<DeliveryView>> UninstallAsync(
        string shop, UninstallRequest? request = null, CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<DeliveryView>>(
            HttpMethod.Post, Of(shop, "uninstall"), request ?? new(), cancellationToken);

    /// <summary>Somebody else makes subscriptions with the app's token; answers all that there are.</summary>
    public Task<IReadOnlyList<SubscriptionView>> AddSubscriptionAsync(
        string shop, SubscriptionChange subscription, CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<SubscriptionView>>(
            HttpMethod.Post, Of(shop, "subscriptions"), subscription, cancellationToken);

    /// <summary>Somebody else changes a subscription that the app made; answers all that there are.</summary>
    public Task<IReadOnlyList<SubscriptionView>> ChangeSubscriptionAsync(
        string shop, string id, SubscriptionChange change, CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<SubscriptionView>>(
            HttpMethod.Patch, Of(shop, "subscriptions/" + NumberOf(id)), change, cancellationToken);

    /// <summary>A subscription that the app made is removed; answers those that are left.</summary>
    public Task<IReadOnlyList<SubscriptionView>> RemoveSubscriptionAsync(
        string shop, string id, CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<SubscriptionView>>(
            HttpMethod.Delete, Of(shop, "subscriptions/" + NumberOf(id)), null, cancellationToken);

    /// <summary>Something happens in the shop: every subscription to the topic gets a delivery.</summary>
    public Task<IReadOnlyList<DeliveryView>> RaiseAsync(
        string shop, EventRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<DeliveryView>>(HttpMethod.Post, Of(shop, "events"), request, cancellationToken);

    /// <summary>Sends a delivery made to order.</summary>
    public Task<IReadOnlyList<DeliveryView>> DeliverAsync(
        string shop, DeliveryRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<DeliveryView>>(HttpMethod.Post, Of(shop, "deliveries"), request, cancellationToken);

    /// <summary>
    /// Sends held deliveries one after the other, in the order given, and answers when each was attempted.
    /// </summary>
    public Task<IReadOnlyList<DeliveryView>> ReleaseAsync(
        IReadOnlyList<string> ids, CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<DeliveryView>>(
            HttpMethod.Post, "deliveries/release", new ReleaseRequest { Ids = ids }, cancellationToken);

    /// <summary>Deliveries, oldest first.</summary>
    public Task<IReadOnlyList<DeliveryView>> ListDeliveriesAsync(
        string? shop = null, string? topic = null, CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<DeliveryView>>(
            HttpMethod.Get, "deliveries" + Query(("shop", shop), ("topic", topic)), null, cancellationToken);

    /// <summary>
    /// Waits until a delivery is delivered or given up; answers it as it is when <paramref name="limit"/> is over.
    /// </summary>
    public Task<DeliveryView> WaitForDeliveryAsync(
        string id, TimeSpan limit, CancellationToken cancellationToken = default) =>
        CallAsync<DeliveryView>(
            HttpMethod.Get, $"deliveries/{Uri.EscapeDataString(id)}" + Query(("wait", Seconds(limit))), null,
            cancellationToken);

    /// <summary>Adds a fault; answers it with its id.</summary>
    public Task<Fault> AddFaultAsync(Fault fault, CancellationToken cancellationToken = default) =>
        CallAsync<Fault>(HttpMethod.Post, "faults", fault, cancellationToken);

    /// <summary>The faults in place, with how often each has struck.</summary>
    public Task<IReadOnlyList<Fault>> ListFaultsAsync(CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<Fault>>(HttpMethod.Get, "faults", null, cancellationToken);

    /// <summary>Removes one fault.</summary>
    public Task RemoveFaultAsync(string id, CancellationToken cancellationToken = default) =>
        CallAsync<JsonElement>(
            HttpMethod.Delete, $"faults/{Uri.EscapeDataString(id)}", null, cancellationToken);

    /// <summary>Removes all faults.</summary>
    public Task ClearFaultsAsync(CancellationToken cancellationToken = default) =>
        CallAsync<JsonElement>(HttpMethod.Delete, "faults", null, cancellationToken);

    /// <summary>What was called, in the order of arrival: of one shop, of one operation, or all.</summary>
    public Task<IReadOnlyList<SimulatedCall>> ListCallsAsync(
        string? shop = null, string? operation = null, CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<SimulatedCall>>(
            HttpMethod.Get, "calls" + Query(("shop", shop), ("operation", operation)), null, cancellationToken);

    /// <summary>
    /// Waits until at least <paramref name="count"/> matching calls were answered, or <paramref name="limit"/> is over.
    /// </summary>
    public Task<IReadOnlyList<SimulatedCall>> WaitForCallsAsync(
        int count, TimeSpan limit, string? shop = null, string? operation = null,
        CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<SimulatedCall>>(
            HttpMethod.Get,
            "calls" + Query(("shop", shop), ("operation", operation),
                ("atLeast", count.ToString(CultureInfo.InvariantCulture)), ("wait", Seconds(limit))),
            null, cancellationToken);

    /// <summary>Forgets the calls made so far.</summary>
    public Task ClearCallsAsync(CancellationToken cancellationToken = default) =>
        CallAsync<JsonElement>(HttpMethod.Delete, "calls", null, cancellationToken);

    /// <summary>Mints a session token for a shop's user, as an embedded page would carry it.</summary>
    public Task<SessionTokenResult> MintSessionTokenAsync(
        string shop, SessionTokenRequest? request = null, CancellationToken cancellationToken = default) =>
        CallAsync<SessionTokenResult>(
            HttpMethod.Post, Of(shop, "session-token"), request ?? new(), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string Of(string shop, string? part = null) =>
        $"shops/{Uri.EscapeDataString(shop)}" + (part is null ? "" : $"/{part}");

    private static string NumberOf(string globalId) => globalId[(globalId.LastIndexOf('/') + 1)..];

    private static string Seconds(TimeSpan limit) => limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Query(params (string Name, string? Value)[] parameters)
    {
        var given = parameters.Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}");
        var query = string.Join('&', given);
        return query.Length == 0 ? "" : "?" + query;
    }

    private async Task<T> CallAsync<T>(
        HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: SimulatorJson.Options);
        using var response = await _http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var problem = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new SimulatorRefusedException((int)response.StatusCode, problem);
        }

        return (await response.Content.ReadFromJsonAsync<T>(SimulatorJson.Options, cancellationToken))!;
    }
}
