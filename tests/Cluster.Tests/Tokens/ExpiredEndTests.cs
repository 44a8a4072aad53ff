using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Tokens;

/// <summary>Ends that are claimed while the access token has expired, as they happen.</summary>
public sealed class ExpiredEndTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases))]
    public async Task Uninstall_while_the_token_has_expired_takes_the_proofs_that_are_left(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(
            database, setup => setup.Settings["Teardown:Confirmation:StalledAfter"] = "00:05:00");

        await Task.WhenAll(
            EndsByRefusedRefreshAsync(cluster),
            EndsByUnnamedRefusalAsync(cluster),
            EndsByTokenEndpointAsync(cluster),
            NeverEndsByRefusalsAloneAsync(cluster),
            NeverEndsByUnboundBodyAsync(cluster),
            IsDeniedByRefreshAsync(cluster),
            OldRefusalIsVoidAsync(cluster),
            TeardownRefreshesAsync(cluster));
    }

    private static async Task EndsByRefusedRefreshAsync(ShopkeeperCluster cluster)
    {
        var installation = await ExpiredAsync(cluster, "refused");
        await cluster.UninstallAtShopifyAsync(installation.Shop);

        await ClaimAsync(cluster, installation, ClusterActs.UninstallBody(installation));

        var claims = await CertifiedAsync(cluster, installation);
        Assert.Equal("uninstalled-by-merchant", claims.Cause);
        Assert.Equal(["delivery:app/uninstalled", "refresh:refused"], claims.Evidence);
    }

    // The words of the Admin API, in the place of the protocol's.
    private static async Task EndsByUnnamedRefusalAsync(ShopkeeperCluster cluster)
    {
        var installation = await ExpiredAsync(cluster, "unnamed");
        await cluster.UninstallAtShopifyAsync(installation.Shop);
        await cluster.Simulator.Control.AddFaultAsync(
            new Fault
            {
                Shop = installation.Shop.Value,
                Operation = TokenActs.Refresh,
                Kind = FaultKind.Status,
                Status = 401,
                Body = """{"errors":"[API] Invalid API key or access token"}""",
            },
            Cancellation);

        await ClaimAsync(cluster, installation, ClusterActs.UninstallBody(installation));

        Assert.Equal(
            ["delivery:app/uninstalled", "refresh:refused"], (await CertifiedAsync(cluster, installation)).Evidence);
    }

    // Nobody tells of the end, and whoever asks for a token next finds it.
    private static async Task EndsByTokenEndpointAsync(ShopkeeperCluster cluster)
    {
        var installation = await ExpiredAsync(cluster, "endpoint");
        await AnswerAsync(cluster, installation, 400, "app_not_installed");

        Assert.Equal(TokenCodes.AppNotInstalled, (await cluster.TokenAsync(installation)).Code);

        var claims = await CertifiedAsync(cluster, installation);
        Assert.Equal("app-not-installed", claims.Cause);
        Assert.Equal(["token-endpoint:app_not_installed"], claims.Evidence);
    }

    private static async Task NeverEndsByRefusalsAloneAsync(ShopkeeperCluster cluster)
    {
        var installation = await ExpiredAsync(cluster, "alone");
        await cluster.UninstallAtShopifyAsync(installation.Shop);

        await Eventually.UntilAsync(
            "the refusal is believed",
            async () => (await cluster.TokenAsync(installation)).Code == TokenCodes.RefreshRefused,
            cancellationToken: Cancellation);

        var current = await cluster.CurrentAsync(installation.Shop);
        Assert.Equal((installation.Id, AccessState.NeedsGrant), (current!.Id, current.Access));
        Assert.Null(await cluster.Get<ITeardownStore>().FindByInstallationAsync(installation.Id, Cancellation));
    }

    private static async Task NeverEndsByUnboundBodyAsync(ShopkeeperCluster cluster)
    {
        var installation = await ExpiredAsync(cluster, "unbound");
        await cluster.UninstallAtShopifyAsync(installation.Shop);

        await ClaimAsync(cluster, installation, """{"name":"Widgets"}""");

        await ProbedAsync(cluster, installation, TokenCodes.RefreshRefused, atLeast: 2);
        Assert.Equal(installation.Id, (await cluster.CurrentAsync(installation.Shop))!.Id);
    }

    // The delivery is late, or forged: the refresh that answers it proves that the app is installed.
    private static async Task IsDeniedByRefreshAsync(ShopkeeperCluster cluster)
    {
        var installation = await ExpiredAsync(cluster, "denied");
        await cluster.TokensLiveAsync(installation.Shop, Long);

        await ClaimAsync(cluster, installation, ClusterActs.UninstallBody(installation));

        await cluster.VerdictIsAsync(IdOf(installation), Verdict.Superseded);
        Assert.Equal(installation.Id, (await cluster.CurrentAsync(installation.Shop))!.Id);
        Assert.NotNull((await cluster.TokenAsync(installation)).Token);
    }

    // A token that was refused, and refreshed since, says nothing beside a delivery that comes after.
    private static async Task OldRefusalIsVoidAsync(ShopkeeperCluster cluster)
    {
        var shop = ShopDomain.Parse("expired-void.myshopify.com");
        var installation = await cluster.InstalledForAsync(shop, TimeSpan.FromMinutes(2));
        var refused = await cluster.Simulator.Control.AddFaultAsync(
            new Fault { Shop = shop.Value, Operation = "graphql", Kind = FaultKind.Status, Status = 401 },
            Cancellation);
        await ClaimAsync(cluster, installation, """{"name":"Widgets"}""");
        await ProbedAsync(cluster, installation, "unauthorized", atLeast: 1);

        // From here on Shopify says nothing of the token, so that the refusal stays what is known of it.
        var silent = await cluster.Simulator.Control.AddFaultAsync(
            new Fault { Shop = shop.Value, Operation = "graphql", Kind = FaultKind.Status, Status = 503 },
            Cancellation);
        await cluster.Simulator.Control.RemoveFaultAsync(refused.Id!, Cancellation);
        await cluster.TokensLiveAsync(shop, Long);
        var held = await cluster.HeldAsync(installation);
        await Eventually.UntilAsync(
            "the pair is refreshed",
            async () =>
            {
                await cluster.TokenAsync(installation);
                return (await cluster.HeldAsync(installation)).Version > held.Version;
            },
            cancellationToken: Cancellation);
        Assert.DoesNotContain(
            (await cluster.Get<ITeardownStore>().FindByInstallationAsync(installation.Id, Cancellation))!.Probes,
            probe => probe.Code == "unauthorized");
        await cluster.Simulator.Control.RemoveFaultAsync(silent.Id!, Cancellation);
        await cluster.RecordAsync(
            shop, WebhookTopics.AppUninstalled, ClusterActs.UninstallBody(installation), "bound-after");

        await cluster.VerdictIsAsync("bound-after", Verdict.Superseded);
        Assert.Equal(installation.Id, (await cluster.CurrentAsync(shop))!.Id);
    }

    // The grant outlives the fence: the teardown refreshes it to end the access, and then it is destroyed.
    private static async Task TeardownRefreshesAsync(ShopkeeperCluster cluster)
    {
        var installation = await ExpiredAsync(cluster, "operator");
        await cluster.TokensLiveAsync(installation.Shop, Long);

        await cluster.EndByOperatorAsync(installation.Shop);

        var claims = await CertifiedAsync(cluster, installation);
        Assert.Equal("done", claims.Steps.Single(step => step.Name == "revoke-access").Outcome);
        var shop = await cluster.Simulator.Control.GetShopAsync(installation.Shop.Value, Cancellation);
        Assert.Null(shop.InstallationId);
        Assert.Null((await cluster.TokenAsync(installation, GrantUse.Teardown)).Token);
    }

    private static async Task<Installation> ExpiredAsync(ShopkeeperCluster cluster, string name)
    {
        var installation = await cluster.InstalledForAsync(
            ShopDomain.Parse($"expired-{name}.myshopify.com"), Short);
        await cluster.ExpiredAsync(installation);
        return installation;
    }

    private static Task<RecordOutcome> ClaimAsync(ShopkeeperCluster cluster, Installation installation, string body) =>
        cluster.RecordAsync(installation.Shop, WebhookTopics.AppUninstalled, body, IdOf(installation));

    private static string IdOf(Installation installation) => $"claim-{installation.Id}";

    private static Task<Fault> AnswerAsync(
        ShopkeeperCluster cluster, Installation installation, int status, string error) =>
        cluster.Simulator.Control.AddFaultAsync(
            new Fault
            {
                Shop = installation.Shop.Value,
                Operation = TokenActs.Refresh,
                Kind = FaultKind.Status,
                Status = status,
                Body = $$"""{"error":"{{error}}"}""",
            },
            Cancellation);

    private static Task ProbedAsync(
        ShopkeeperCluster cluster, Installation installation, string code, int atLeast) =>
        Eventually.UntilAsync(
            $"the confirmation has found {code}",
            async () => await cluster.Get<ITeardownStore>().FindByInstallationAsync(installation.Id, Cancellation)
                is { } record && record.Probes.Count(probe => probe.Code == code) >= atLeast,
            cancellationToken: Cancellation);

    private static async Task<CertificateClaims> CertifiedAsync(ShopkeeperCluster cluster, Installation installation)
    {
        var certificate = await cluster.CertifiedAsync(installation);
        var verdict = CertificateVerifier.Verify(certificate.Jws, Jwks.WriteText(cluster.Get<ICertificateKeys>()));
        return verdict switch
        {
            CertificateVerdict.Complete complete => complete.Claims,
            CertificateVerdict.CompleteWithExceptions exceptions => exceptions.Claims,
            _ => throw new InvalidOperationException("The certificate does not verify."),
        };
    }
}
