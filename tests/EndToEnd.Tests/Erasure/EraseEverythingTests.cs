using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Erasure;

/// <summary>
/// The product in one test: everything of a shop is planted, found, and after a signed <c>app/uninstalled</c> found
/// nowhere any more, while a neighbour keeps all of its own.
/// </summary>
[Collection(CanaryServices.Name)]
public sealed class EraseEverythingTests(CanaryServices services)
{
    [Theory, OnBothDatabases]
    public Task Uninstall_when_every_store_holds_canaries_leaves_none_of_them_anywhere(DatabaseKind kind) =>
        services.RunAsync(kind, EraseAndSearchAsync);

    private static async Task EraseAndSearchAsync(CanaryWorld world)
    {
        var (service, leaves, stays) = (world.Service, world.Leaves, world.Stays);
        var gone = await world.GatherAsync(leaves);
        var kept = await world.GatherAsync(stays);
        await Planted.AssertFoundAsync(service, gone, leaves);
        await Planted.AssertFoundAsync(service, kept, stays);
        var job = (await leaves.Shop.GetAsync("/api/jobs")).GetProperty("items")[0].GetProperty("id").GetString()!;

        var deliveries = await service.Shopify.Control.UninstallAsync(leaves.Shop.Domain, null, CancellationToken.None);
        var certificate = await service.UntilCertifiedAsync(leaves.Shop);
        world.Forget(leaves);

        Assert.Equal("complete", certificate.GetProperty("claims").GetProperty("result").GetString());
        Assert.Equal(0, await service.ReadResidueAsync(leaves.Shop));
        var needles = await gone.WithoutExceptedAsync(service);
        await AssertAbsentAsync(service, needles);
        await world.AssertStillThereAsync(kept);
        world.AssertErasedOutside(needles, leaves, leaves.Shop.InstallationId);
        await AssertNoAnswerHoldsAsync(service, gone, leaves, stays, new Dictionary<string, string>
        {
            ["shops"] = leaves.Shop.Domain,
            ["shop"] = leaves.Shop.Domain,
            ["jobs"] = job,
            ["certificates"] = certificate.GetProperty("id").GetString()!,
            ["teardowns"] = certificate.GetProperty("claims").GetProperty("teardownId").GetString()!,
            ["deliveries"] = deliveries[0].WebhookId,
            ["request"] = $"{Guid.Empty}",
            ["userId"] = "1",
        });
        world.AssertLogHoldsNone(gone, leaves.Shop.InstallationId);
    }

    private static async Task AssertAbsentAsync(ShopkeeperProcess service, IReadOnlyList<Needle> needles)
    {
        Assert.Empty((await Evidence.ReadDatabaseAsync(service)).SelectMany(one => one.FindAny(needles)));
        Assert.Empty(Haystack.OfFolder(service.FilesRoot).SelectMany(one => one.FindAny(needles)));
    }

    private static async Task AssertNoAnswerHoldsAsync(
        ShopkeeperProcess service, Evidence gone, CanaryLife leaves, CanaryLife stays, Dictionary<string, string> ids)
    {
        var answers = await new EveryAnswer(service, ids).ReadAsync(
            await leaves.Shop.MintTokenAsync(), await stays.Shop.MintTokenAsync());
        Assert.True(answers.Count > 40, $"Only {answers.Count} answers were read.");
        var needles = await gone.WithoutExceptedAsync(service);
        foreach (var answer in answers)
        {
            // An answer may repeat the domain that the question itself named; nothing else.
            var asked = answer.Name.Contains(leaves.Shop.Domain, StringComparison.Ordinal);
            var wanted = needles.Where(needle => !asked || !IsPartOf(needle, leaves.Shop)).ToArray();
            Assert.Empty(answer.FindAny(wanted));
        }
        Assert.Contains(answers, answer => answer.Text.Contains(stays.Shop.Domain, StringComparison.Ordinal));
    }

    private static bool IsPartOf(Needle needle, Merchant shop) =>
        needle.Text == shop.Domain || needle.Text == shop.Handle || needle.Text == $"shop/{shop.Domain}";
}
