using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.ApiLogs;

/// <summary>
/// The way to Shopify for an installation's own work, such as jobs. It takes the token from the keeper, tells that
/// how the call went, and waits where Shopify's rate limit asks for it. Each call waits for the shop's budget and
/// stands in the API log.
/// </summary>
public sealed class InstallationAdmin
{
    private readonly Func<InstallationId, IGrantKeeper> _keepers;
    private readonly IAdminClient _admin;
    private readonly JobOptions _options;
    private readonly TimeProvider _clock;

    internal InstallationAdmin(
        Func<InstallationId, IGrantKeeper> keepers,
        IAdminClient admin,
        JobOptions options,
        TimeProvider clock) =>
        (_keepers, _admin, _options, _clock) = (keepers, admin, options, clock);

    /// <summary>A call: what to ask the client, with the access to ask it with.</summary>
    /// <param name="admin">The client.</param>
    /// <param name="access">Shop, token and observer; to be passed on as it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public delegate Task<AdminOutcome<T>> AdminCall<T>(
        IAdminClient admin, AdminAccess access, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Calls Shopify, and fails as a job fails when Shopify does not answer as wished.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    /// <exception cref="JobFailedException">
    /// The call failed: <c>shopify-</c> and the failure's code, worth another attempt unless Shopify declined it.
    /// </exception>
    public Task<T> CallAsync<T>(Installation installation, AdminCall<T> call, CancellationToken cancellationToken)
        where T : class =>
        CallAsync(installation, call, CallPriority.Sync, cancellationToken);

    /// <summary>
    /// As <see cref="CallAsync{T}(Installation, AdminCall{T}, CancellationToken)"/>, with a priority.
    /// </summary>
    public async Task<T> CallAsync<T>(
        Installation installation, AdminCall<T> call, CallPriority priority, CancellationToken cancellationToken)
        where T : class
    {
        var outcome = await TryCallAsync(installation, call, priority, cancellationToken);
        return outcome.IsOk ? outcome.Value : throw AdminFailureRules.ToJobFailure(outcome.Failure);
    }

    /// <summary>Calls Shopify and answers what came of it, a failure too.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    /// <exception cref="JobFailedException">
    /// There is no token to call with, or the shop is dormant: then the job is put off and no attempt is spent.
    /// </exception>
    public Task<AdminOutcome<T>> TryCallAsync<T>(
        Installation installation, AdminCall<T> call, CancellationToken cancellationToken)
        where T : class =>
        TryCallAsync(installation, call, CallPriority.Sync, cancellationToken);

    /// <summary>
    /// As <see cref="TryCallAsync{T}(Installation, AdminCall{T}, CancellationToken)"/>, with a priority.
    /// </summary>
    public async Task<AdminOutcome<T>> TryCallAsync<T>(
        Installation installation, AdminCall<T> call, CallPriority priority, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(installation);
        ArgumentNullException.ThrowIfNull(call);
        for (var waits = 0; ; waits++)
        {
            var outcome = await CallOnceAsync(installation, call, priority, cancellationToken);
            if (outcome.Failure is not { Kind: AdminFailureKind.Throttled } throttled) return outcome;
            if (waits >= _options.ThrottleWaits) return outcome;
            var pause = AdminFailureRules.ThrottlePause(throttled, _options.ThrottlePause);
            await Task.Delay(pause, _clock, cancellationToken);
        }
    }

    internal static void Register(IServiceCollection services) => services.TryAddSingleton(provider =>
    {
        var grains = provider.GetRequiredService<IGrainFactory>();
        return new InstallationAdmin(
            installation => grains.GetGrain<IGrantKeeper>(installation.Value),
            provider.GetRequiredService<IAdminClient>(),
            provider.GetRequiredService<IOptions<JobOptions>>().Value,
            provider.GetRequiredService<TimeProvider>());
    });

    // Whoever works for a dormant shop asks once in a while whether it is back; all others are put off.
    private async Task<TokenReply> AwakeAsync(
        Installation installation, IGrantKeeper keeper, CancellationToken cancellationToken)
    {
        if (AccessRules.StopsJobs((await keeper.CheckAsync(cancellationToken)).State))
            throw AdminFailureRules.WhileDormant(AccessRules.PutOff(installation, _clock.GetUtcNow()));
        return await keeper.GetTokenAsync(GrantUse.App, cancellationToken);
    }

    private async Task<AdminOutcome<T>> CallOnceAsync<T>(
        Installation installation, AdminCall<T> call, CallPriority priority, CancellationToken cancellationToken)
        where T : class
    {
        var keeper = _keepers(installation.Id);
        var reply = await keeper.GetTokenAsync(GrantUse.App, cancellationToken);
        if (AccessRules.StopsJobs(reply.Access))
            reply = await AwakeAsync(installation, keeper, cancellationToken);
        if (reply.Token is not { } token) throw AdminFailureRules.NoToken(installation.Id, reply);

        var access = new AdminAccess(installation.Shop, token)
        {
            Priority = priority, Installation = installation.Id.Value, StopsAtEnd = true,
        };
        var outcome = await call(_admin, access, cancellationToken);
        if (outcome.Failure is { } failure)
            await keeper.ReportFailedAsync(token, failure.Kind, failure.ErrorCode, cancellationToken);
        else if (reply.Access != AccessState.Fine)
            await keeper.ReportAcceptedAsync(token, cancellationToken);
        return outcome;
    }
}
