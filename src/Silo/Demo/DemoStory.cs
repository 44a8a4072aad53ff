using Shopkeeper.Frontend.Operations;
using Shopkeeper.Simulator.Control;
using Spectre.Console;

namespace Shopkeeper.Silo.Demo;

/// <summary>The story that the demonstration tells, in the order in which it happens.</summary>
internal sealed class DemoStory(
    DemoService service, DemoDirectory directory, DemoChecks checks, IAnsiConsole console)
{
    private readonly DemoShop _leaves = new(service, "blue-widgets.myshopify.com");
    private readonly DemoShop _ended = new(service, "red-shoes.myshopify.com");
    private readonly DemoShop _stays = new(service, "green-tea.myshopify.com");
    private readonly DemoEvidence _evidence = new(service, directory, checks, console);

    public async Task TellAsync(CancellationToken cancellationToken)
    {
        Chapter("Three shops install the app and use it");
        foreach (var shop in (DemoShop[])[_leaves, _ended, _stays]) await MoveInAsync(shop, cancellationToken);
        await _evidence.ShowStoresAsync([_leaves, _ended, _stays], cancellationToken);
        var before = await _evidence.DigestAsync(_stays, cancellationToken);

        Chapter($"The merchant of {_leaves.Domain} uninstalls while a job runs; duplicates arrive; reinstalls at once");
        var first = await UninstallByMerchantAsync(cancellationToken);

        Chapter($"An operator uninstalls {_ended.Domain}");
        var second = await UninstallByOperatorAsync(cancellationToken);

        Chapter("What is left");
        await _evidence.ShowErasedAsync([(_leaves, first), (_ended, second)], cancellationToken);
        var installed = (await service.Shopify.Control.GetShopAsync(_ended.Domain, cancellationToken)).InstallationId;
        checks.That($"Shopify no longer has the app installed in {_ended.Domain}", installed is null);
        checks.That($"{_stays.Domain} is untouched", before == await _evidence.DigestAsync(_stays, cancellationToken));
        await CheckReinstalledAsync(cancellationToken);
        await _evidence.WriteAndVerifyAsync([first, second], cancellationToken);
    }

    private async Task MoveInAsync(DemoShop shop, CancellationToken cancellationToken)
    {
        await service.Shopify.Control.CreateShopAsync(new NewShop { Domain = shop.Domain }, cancellationToken);
        await shop.InstallAsync(cancellationToken);
        await _evidence.UntilSubscribedAsync(shop, cancellationToken);
        await shop.LiveAsync(cancellationToken);
        await _evidence.UntilEveryStoreHoldsSomethingAsync(shop, cancellationToken);
    }

    private async Task<TeardownView> UninstallByMerchantAsync(CancellationToken cancellationToken)
    {
        await StartSlowJobAsync(cancellationToken);
        var deliveries = await service.Shopify.Control.UninstallAsync(
            _leaves.Domain, new Simulator.Control.UninstallRequest { Hold = true }, cancellationToken);
        var delivery = deliveries[0];
        await service.Shopify.Control.ReleaseAsync([.. deliveries.Select(one => one.Id)], cancellationToken);
        await service.Shopify.Control.DeliverAsync(
            _leaves.Domain, Copy(delivery, delivery.WebhookId, 4), cancellationToken);

        var teardown = await _evidence.TeardownOfAsync(_leaves, cancellationToken);
        await _leaves.InstallAsync(cancellationToken);
        console.MarkupLine("  reinstalled; the teardown of the first stay goes on");
        var view = await new TeardownWatch(service, console).UntilCertifiedAsync(teardown, cancellationToken);

        var late = $"late-{delivery.WebhookId}";
        await service.Shopify.Control.DeliverAsync(_leaves.Domain, Copy(delivery, late, 1), cancellationToken);
        var verdict = await _evidence.VerdictAsync(late, cancellationToken);
        checks.That(
            "a late app/uninstalled does not touch the new installation", verdict is "stale" or "superseded", verdict);
        return view;
    }

    private static DeliveryRequest Copy(Simulator.Control.DeliveryView original, string webhookId, int copies) => new()
    {
        Topic = original.Topic,
        RawBody = original.Body,
        WebhookId = webhookId,
        TriggeredAt = original.TriggeredAt,
        Copies = copies,
    };

    private async Task StartSlowJobAsync(CancellationToken cancellationToken)
    {
        await service.Shopify.Control.AddFaultAsync(
            new Fault
            {
                Shop = _leaves.Domain,
                Operation = "products",
                Kind = FaultKind.Latency,
                Latency = TimeSpan.FromMilliseconds(400),
            },
            cancellationToken);
        var job = await _leaves.CallAsync(
            HttpMethod.Post, "/api/jobs", new { kind = "catalog-sync", arguments = new { pageSize = 10 } }, null,
            cancellationToken);
        var id = job.GetProperty("id").GetGuid();
        await Awaiting.ForAsync("the job to run", async () =>
        {
            var seen = await _leaves.CallAsync(HttpMethod.Get, $"/api/jobs/{id}", null, null, cancellationToken);
            return seen.GetProperty("status").GetString() == "running" ? seen.GetRawText() : null;
        }, cancellationToken);
        console.MarkupLine("  a job is running");
    }

    private async Task<TeardownView> UninstallByOperatorAsync(CancellationToken cancellationToken)
    {
        using var answer = await service.Operations.PostAsJsonAsync(
            $"shops/{_ended.Domain}/uninstall",
            new Frontend.Operations.UninstallRequest("merchant-request", _ended.Domain),
            cancellationToken);
        var reference = await answer.Content.ReadFromJsonAsync<TeardownReference>(cancellationToken);
        return await new TeardownWatch(service, console).UntilCertifiedAsync(reference!.TeardownId, cancellationToken);
    }

    private async Task CheckReinstalledAsync(CancellationToken cancellationToken)
    {
        var session = await _leaves.CallAsync(HttpMethod.Get, "/api/session", null, null, cancellationToken);
        checks.That(
            $"{_leaves.Domain} lives on as generation 2", session.GetProperty("generation").GetInt32() == 2,
            $"generation {session.GetProperty("generation").GetInt32()}");
        var configuration = await _leaves.CallAsync(
            HttpMethod.Get, "/api/configuration", null, null, cancellationToken);
        checks.That(
            "the new stay knows nothing of the old one's configuration", !configuration.EnumerateObject().Any());
    }

    private void Chapter(string title)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]{Markup.Escape(title)}[/]");
    }

}
