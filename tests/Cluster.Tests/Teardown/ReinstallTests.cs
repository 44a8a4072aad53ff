using System.Collections.Concurrent;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Cluster.Tests.Teardown;

/// <summary>The merchant installs again while an operator's uninstall runs: the new stay lives.</summary>
public sealed class ReinstallTests
{
    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Reinstall_between_any_two_steps_of_an_operators_uninstall_lives(ClusterDatabase database)
    {
        var hooks = new ConcurrentDictionary<(InstallationId, string), Func<Task>>();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            Life.Add(setup);
            setup.AroundSteps(async (step, context, run) =>
            {
                if (hooks.TryRemove((context.Installation, step.Name), out var hook)) await hook();
                return await run();
            });
        });

        foreach (var step in TeardownPlan.Order)
        {
            var old = await cluster.LiveAsync($"before-{step}");
            var installed = new TaskCompletionSource<Installation>(TaskCreationOptions.RunContinuationsAsynchronously);
            hooks[(old.Id, step)] = async () => installed.SetResult(await InstallAgainAsync(cluster, old.Shop));

            await cluster.EndByOperatorAsync(old.Shop);
            await AssertNewStayLivesAsync(cluster, old, await installed.Task.WaitAsync(Cancellation));
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Reinstall_before_and_after_any_call_of_an_operators_uninstall_lives(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database, Life.Add);

        foreach (var operation in (string[])["webhookSubscriptionDelete", "appUninstall"])
        {
            foreach (var after in (bool[])[false, true])
            {
                var old = await cluster.LiveAsync($"{(after ? "after" : "before")}-{operation.ToLowerInvariant()}");
                var install = DuringCall(cluster, old, operation, after);

                await cluster.EndByOperatorAsync(old.Shop);
                await AssertNewStayLivesAsync(cluster, old, await install.WaitAsync(Cancellation));
            }
        }
    }

    /// <summary>
    /// The merchant comes back while a call of the teardown is under way. Nobody waits for it there: the install waits
    /// for the call.
    /// </summary>
    private static Task<Installation> DuringCall(
        ShopkeeperCluster cluster, Installation old, string operation, bool after)
    {
        var installed = new TaskCompletionSource<Installation>(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = 0;
        Func<SimulatedCall, Task> hook = call =>
        {
            if (call.Shop == old.Shop.Value && call.Operation == operation && Interlocked.Exchange(ref begun, 1) == 0)
                _ = Task.Run(() => CompleteAsync(installed, () => InstallAgainAsync(cluster, old.Shop)), Cancellation);
            return Task.CompletedTask;
        };
        cluster.Simulator.OnCall = after ? null : hook;
        cluster.Simulator.OnAnswer = after ? hook : null;
        return installed.Task;
    }

    private static async Task CompleteAsync(
        TaskCompletionSource<Installation> completion, Func<Task<Installation>> work)
    {
        try
        {
            completion.SetResult(await work());
        }
        catch (Exception exception)
        {
            completion.SetException(exception);
        }
    }

    /// <summary>
    /// A code that the uninstall killed is refused: then the merchant's browser starts over, as Shopify has it do.
    /// </summary>
    private static async Task<Installation> InstallAgainAsync(ShopkeeperCluster cluster, ShopDomain shop)
    {
        for (var time = 0; time < 5; time++)
        {
            var reply = await cluster.InstallAsync(shop);
            if (reply.Outcome == InstallOutcome.Installed) return reply.Installation!;
        }

        throw new InvalidOperationException("The merchant could not install again.");
    }

    private static async Task AssertNewStayLivesAsync(ShopkeeperCluster cluster, Installation old, Installation current)
    {
        Assert.NotEqual(old.Id, current.Id);
        Assert.Equal(old.Generation + 1, current.Generation);
        await cluster.PlantAsync(current);
        var certificate = await cluster.CertifiedAsync(old);

        Assert.IsNotType<CertificateVerdict.Invalid>(
            CertificateVerifier.Verify(certificate.Jws, Jwks.WriteText(cluster.Get<ICertificateKeys>())));
        Assert.Empty(await cluster.ResidueAsync(old));
        var grant = cluster.Grains.GetGrain<IGrantKeeper>(current.Id.Value);
        var access = new AdminAccess(current.Shop, (await grant.GetTokenAsync(GrantUse.App, Cancellation)).Token!);
        var probe = await cluster.Get<IAdminClient>().ProbeAsync(access, Cancellation);
        Assert.Equal("ok", probe.Code);
        await UninstallTests.AssertLivesAsync(cluster, current);
        var held = await cluster.HeldAsync(current);
        Assert.All(Life.Stores, store => Assert.True(held.Single(count => count.Store == store).Count > 0, store));
    }
}
