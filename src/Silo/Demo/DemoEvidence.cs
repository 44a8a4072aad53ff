using System.Net;
using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Frontend.Operations;
using Shopkeeper.Frontend.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Participants;
using Spectre.Console;

namespace Shopkeeper.Silo.Demo;

/// <summary>Looks at what the service stores, erases and certifies, through its operators' API.</summary>
internal sealed class DemoEvidence(
    DemoService service, DemoDirectory directory, DemoChecks checks, IAnsiConsole console)
{
    /// <summary>Stores that a shop's life leaves something in.</summary>
    private static readonly string[] Stores =
    [
        "installations", "grain_state", "sessions", "user_preferences", "api_logs", "jobs", "subscription_records",
        "catalogue_products",
    ];

    /// <summary>Where a shop's embedded app reads.</summary>
    private static readonly string[] Answers = ["/api/session", "/api/configuration", "/api/preferences"];

    public Task UntilSubscribedAsync(DemoShop shop, CancellationToken cancellationToken) =>
        Awaiting.ForAsync($"the subscriptions of {shop.Domain}", async () =>
        {
            var detail = await DetailAsync(shop, cancellationToken);
            return CountOf(detail, "subscription_records") >= 2 ? detail : null;
        }, cancellationToken);

    public async Task UntilEveryStoreHoldsSomethingAsync(DemoShop shop, CancellationToken cancellationToken)
    {
        var detail = await DetailAsync(shop, cancellationToken);
        var files = service.Services.GetRequiredService<IInstallationFiles>();
        await files.PutAsync(
            new InstallationId(
                detail.Shop.InstallationId), "invoice.txt", Encoding.UTF8.GetBytes($"Invoice for {shop.Domain}"),
            cancellationToken);
        await Awaiting.ForAsync($"every store to hold something of {shop.Domain}", async () =>
        {
            detail = await DetailAsync(shop, cancellationToken);
            return Stores.All(store => CountOf(detail, store) > 0)
                && CountOf(detail, "catalogue_products") == 600 ? detail : null;
        }, cancellationToken);
    }

    public async Task ShowStoresAsync(IReadOnlyList<DemoShop> shops, CancellationToken cancellationToken)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("store");
        var details = new List<ShopDetailView>();
        foreach (var shop in shops)
        {
            table.AddColumn(new TableColumn(shop.Domain).RightAligned());
            details.Add(await DetailAsync(shop, cancellationToken));
        }
        foreach (var store in Stores)
            table.AddRow([store, .. details.Select(detail => $"{CountOf(detail, store)}")]);
        console.Write(table);
    }

    /// <summary>One hash over what a shop's people and its app left here, and how much there is of it.</summary>
    public async Task<string> DigestAsync(DemoShop shop, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var path in Answers)
            text.Append((await shop.CallAsync(HttpMethod.Get, path, null, null, cancellationToken)).GetRawText());
        var detail = await DetailAsync(shop, cancellationToken);
        // Jobs and the log of calls grow by themselves: subscriptions are compared, and Shopify is asked whether it
        // lets the app in.
        foreach (var store in Stores.Where(store => store is not ("api_logs" or "jobs")))
            text.Append(CountOf(detail, store)).Append(';');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    public async Task<Guid> TeardownOfAsync(DemoShop shop, CancellationToken cancellationToken)
    {
        var found = await Awaiting.ForAsync("the teardown to begin", async () =>
        {
            var page = await service.ReadAsync<PageView<TeardownView>>(
                $"teardowns?shop={shop.Domain}", cancellationToken);
            return page.Items.FirstOrDefault(view => view.Status == "running")
                ?? await CertifiedAsync(shop, cancellationToken);
        }, cancellationToken);
        return found.Id;
    }

    public Task<string> VerdictAsync(string webhookId, CancellationToken cancellationToken) =>
        Awaiting.ForAsync("the verdict on the late delivery", async () =>
        {
            using var answer = await service.Operations.GetAsync($"deliveries/{webhookId}", cancellationToken);
            if (answer.StatusCode == HttpStatusCode.NotFound) return null;
            var verdict = (await answer.Content.ReadFromJsonAsync<DeliveryView>(cancellationToken))!.Verdict;
            return verdict is "pending" or "accepted" ? null : verdict;
        }, cancellationToken);

    public async Task ShowErasedAsync(
        IReadOnlyList<(DemoShop Shop, TeardownView View)> teardowns, CancellationToken cancellationToken)
    {
        var erased = teardowns.Select(teardown => Erased(teardown.View)).ToArray();
        var table = new Table().Border(TableBorder.Rounded).AddColumn("erased from");
        foreach (var (shop, _) in teardowns) table.AddColumn(new TableColumn(shop.Domain).RightAligned());
        var stores = erased.SelectMany(counts => counts.Where(count => count.Value > 0).Select(count => count.Key));
        foreach (var store in stores.Distinct().Order(StringComparer.Ordinal))
            table.AddRow([store, .. erased.Select(counts => $"{counts.GetValueOrDefault(store)}")]);
        console.Write(table);
        foreach (var (shop, _) in teardowns)
        {
            var residue = await service.ReadAsync<ResidueView>($"shops/{shop.Domain}/residue", cancellationToken);
            checks.That(
                $"residue of {shop.Domain} is zero in {residue.Stores.Count} stores",
                residue.Total == 0,
                $"{residue.Total}");
        }
    }

    public async Task WriteAndVerifyAsync(IReadOnlyList<TeardownView> teardowns, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = service.PublicUrl };
        var jwks = await http.GetStringAsync("/.well-known/jwks.json", cancellationToken);
        await File.WriteAllTextAsync(directory.JwksFile, jwks, cancellationToken);
        foreach (var teardown in teardowns)
        {
            var certificate = await service.ReadAsync<CertificateView>(
                $"certificates/{teardown.CertificateId}", cancellationToken);
            var path = Path.Combine(directory.Certificates, $"{certificate.Id}.jws");
            await File.WriteAllTextAsync(path, certificate.Jws, cancellationToken);
            var verdict = CertificateVerifier.Verify(
                await File.ReadAllTextAsync(
                    path, cancellationToken), await File.ReadAllTextAsync(directory.JwksFile, cancellationToken));
            checks.That(
                "the certificate on disk verifies", verdict is not CertificateVerdict.Invalid, verdict.GetType().Name);
            console.WriteLine($"    {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
        }
        console.WriteLine(
            "  verify them yourself: dotnet run --project src/Silo -- certificate verify --jwks "
            + $"{Path.GetRelativePath(Environment.CurrentDirectory, directory.JwksFile)} FILE");
    }

    private async Task<TeardownView?> CertifiedAsync(DemoShop shop, CancellationToken cancellationToken)
    {
        var certificates = await service.ReadAsync<PageView<CertificateView>>(
            $"certificates?shop={shop.Domain}", cancellationToken);
        return certificates.Items.Count == 0 ? null : await service.ReadAsync<TeardownView>(
            $"teardowns/{certificates.Items[0].Claims!["teardownId"]}", cancellationToken);
    }

    private Task<ShopDetailView> DetailAsync(DemoShop shop, CancellationToken cancellationToken) =>
        service.ReadAsync<ShopDetailView>($"shops/{shop.Domain}", cancellationToken);

    private static long CountOf(ShopDetailView detail, string store) =>
        detail.Stores.FirstOrDefault(view => view.Store == store)?.Count ?? 0;

    private static SortedDictionary<string, long> Erased(TeardownView view)
    {
        var totals = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var count in view.Steps.Where(step => step.Name != "verify-residue").SelectMany(step => step.Counts))
            totals[count.Store] = totals.GetValueOrDefault(count.Store) + count.Count;
        foreach (var participant in view.Participants)
            totals[$"participant:{participant.Name}"] = participant.Erased.Sum(count => count.Count);
        return totals;
    }
}
