using Shopkeeper.EndToEnd.Tests.Operations;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.CommandLine;

/// <summary>
/// The commands that order something of a running service. They are its callers like any other, whatever its database.
/// </summary>
public sealed class OperatingCommandTests(SharedServices services)
{
    [Fact]
    public async Task Uninstall_when_ordered_waits_for_a_certificate_that_verifies_and_leaves_no_residue()
    {
        var service = await services.OnAsync(DatabaseKind.Postgres);
        var shop = await Merchant.InstalledAsync(service);
        using var folder = new TemporaryFolder();
        var file = folder.Combine("certificate.jws");

        var (planned, plan) = await OperatingCommand.RunAsync(service, "uninstall", shop.Domain, "--dry-run");
        Assert.True(planned == 0, plan);
        Assert.Contains("installations", plan, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", plan, StringComparison.Ordinal);
        await shop.GetAsync("/api/session");

        var (unasked, asks) = await OperatingCommand.RunAsync(service, "uninstall", shop.Domain, "--reason", "test");
        Assert.True(unasked == 2, asks);
        Assert.Contains("--yes", asks, StringComparison.Ordinal);
        await shop.GetAsync("/api/session");

        var (reset, told) = await OperatingCommand.RunAsync(service, "reset", shop.Domain, "--reason", "test", "--yes");
        Assert.True(reset == 0, told);
        await shop.GetAsync("/api/session");

        var (ended, output) = await OperatingCommand.RunAsync(
            service, "uninstall", shop.Domain, "--reason", "test", "--yes", "--certificate", file);
        Assert.True(ended == 0, output);
        Assert.Contains("purge-data", output, StringComparison.Ordinal);
        Assert.Contains("complete", output, StringComparison.Ordinal);
        Assert.Contains(file, output, StringComparison.Ordinal);
        var (verified, verdict) = await OperatingCommand.RunAsync(
            null, "certificate", "verify", "--jwks", new Uri(service.PublicUrl, "/.well-known/jwks.json").ToString(),
            file);
        Assert.True(verified == 0, verdict);
        var (audited, residue) = await OperatingCommand.RunAsync(service, "audit", shop.Domain);
        Assert.True(audited == 0, residue);
        Assert.Contains("2 ended installations, 0 entries left", residue, StringComparison.Ordinal);
    }

    // The order was carried out, the answer lost: the command said that there was none, and whoever typed it again
    // reset the shop once more.
    [Fact]
    public async Task Reset_when_its_answer_is_lost_is_repeated_under_its_key_and_resets_once()
    {
        var service = await services.OnAsync(DatabaseKind.Sqlite);
        var shop = await Merchant.InstalledAsync(service);
        await using var losing = new LostAnswers(service);

        var (code, output) = await OperatingCommand.RunAsync(
            null, "reset", shop.Domain, "--reason", "test", "--yes", "--url", losing.Url, "--key",
            service.Keys.Operator);

        Assert.True(code == 0, output);
        Assert.Contains("Waiting for the service", output, StringComparison.Ordinal);
        Assert.Contains("503", output, StringComparison.Ordinal);
        Assert.Equal(3, losing.Keys.Count);
        Assert.NotNull(Assert.Single(losing.Keys.Distinct()));
        Assert.Equal(2, (await shop.GetAsync("/api/session")).GetProperty("generation").GetInt32());
        var page = await service.Operations.ReadAsync($"certificates?shop={shop.Domain}");
        Assert.Equal(1, page.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Command_when_key_service_shop_or_reason_is_wrong_ends_with_words()
    {
        var service = await services.OnAsync(DatabaseKind.Sqlite);
        var shop = await Merchant.InstalledAsync(service);
        await WrongAsync(2, "key", ["uninstall", shop.Domain, "--yes", "--url", $"{service.InternalUrl}"]);
        await WrongAsync(2, "401", ["audit", "--url", $"{service.InternalUrl}", "--key", "wrong"]);
        await WrongAsync(
            2, "403",
            ["uninstall", shop.Domain, "--yes", "--url", $"{service.InternalUrl}", "--key", service.Keys.Viewer]);
        await WrongAsync(2, "No answer", ["audit", "--url", $"http://127.0.0.1:{FreePort.Next()}", "--key", "x"]);
        await WrongAsync(2, "--url", ["audit", "--url", "nonsense", "--key", "x"]);
        await WrongAsync(2, "myshopify.com", ["uninstall", "nonsense", "--yes", "--key", "x"]);
        await WrongAsync(2, "file", ["audit", "--key-file", "/no/such/file"]);
        var (code, output) = await OperatingCommand.RunAsync(
            service, "uninstall", shop.Domain, "--yes", "--reason", "because");
        Assert.True(code == 2, output);
        (code, output) = await OperatingCommand.RunAsync(service, "uninstall", "nobody-cli.myshopify.com", "--yes");
        Assert.True(code == 1, output);
        await shop.GetAsync("/api/session");
    }

    // It waits for ten minutes between its attempts: whoever watches goes, and the operator's retry doesn't wait.
    [Fact]
    public Task Uninstall_when_nobody_watches_any_more_goes_on() => ShopkeeperProcess.RunAsync(
        DatabaseKind.Sqlite,
        async service =>
        {
            var shop = await Merchant.InstalledAsync(service);
            await StubbornFile.PutAsync(service, shop.InstallationId);
            await using var watching = ServiceProcess.Start(
                "Silo", ["uninstall", shop.Domain, "--yes", "--url", service.InternalUrl.ToString()],
                new Dictionary<string, string?> { ["SHOPKEEPER_OPERATOR_KEY"] = service.Keys.Operator });
            var teardown = await Eventually.PollAsync(
                "the teardown waits at the participant",
                () => service.Operations.ReadAsync($"teardowns?shop={shop.Domain}"),
                page => page.GetProperty("items") is var items && items.GetArrayLength() == 1
                    && items[0].GetRawText().Contains("participant-failed", StringComparison.Ordinal),
                TimeSpan.FromSeconds(60),
                TestContext.Current.CancellationToken);

            var code = await watching.StopAsync(TimeSpan.FromSeconds(20));
            Assert.True(code == 1, watching.ReadLog());
            Assert.Contains("goes on", watching.ReadLog(), StringComparison.Ordinal);

            await StubbornFile.RemoveAsync(service, shop.InstallationId);
            var id = teardown.GetProperty("items")[0].GetProperty("id").GetGuid();
            await service.OrderedAsync($"teardowns/{id}/retry");
            await service.UntilCertifiedAsync(id);
        },
        new Dictionary<string, string?>
        {
            ["Teardown:RetryFirst"] = "00:10:00",
            ["Teardown:RetryMaximum"] = "00:10:00",
        });

    private static async Task WrongAsync(int expected, string words, string[] arguments)
    {
        var (code, output) = await OperatingCommand.RunAsync(null, arguments);
        Assert.True(code == expected, $"{string.Join(' ', arguments)}: {code}: {output}");
        Assert.Contains(words, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
