using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.ApiLogs;

/// <summary>
/// The way to Shopify for an installation's own work, such as jobs. It takes the token from the keeper, writes each
/// call into the API log, tells the keeper of a refused token, and waits where Shopify's rate limit asks for it.
/// </summary>
public sealed class InstallationAdmin
{
    private readonly Func<InstallationId, IGrantKeeper> _keepers;
    private readonly IAdminClient _admin;
    private readonly IApiLogStore _log;
    private readonly JobOptions _options;
    private readonly TimeProvider _clock;

    internal InstallationAdmin(
        Func<InstallationId, IGrantKeeper> keepers,
        IAdminClient admin,
        IApiLogStore log,
        JobOptions options,
        TimeProvider clock) =>
        (_keepers, _admin, _log, _options, _clock) = (keepers, admin, log, options, clock);

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
    public async Task<T> CallAsync<T>(
        Installation installation, AdminCall<T> call, CancellationToken cancellationToken)
        where T : class
    {
        var outcome = await TryCallAsync(installation, call, cancellationToken);
        return outcome.IsOk ? outcome.Value : throw AdminFailureRules.ToJobFailure(outcome.Failure);
    }

    /// <summary>Calls Shopify and answers what came of it, a failure too.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    /// <exception cref="JobFailedException">There is no token to call with.</exception>
    public async Task<AdminOutcome<T>> TryCallAsync<T>(
        Installation installation, AdminCall<T> call, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(installation);
        ArgumentNullException.ThrowIfNull(call);
        for (var waits = 0; ; waits++)
        {
            var outcome = await CallOnceAsync(installation, call, cancellationToken);
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
            provider.GetRequiredService<IApiLogStore>(),
            provider.GetRequiredService<IOptions<JobOptions>>().Value,
            provider.GetRequiredService<TimeProvider>());
    });

    private async Task<AdminOutcome<T>> CallOnceAsync<T>(
        Installation installation, AdminCall<T> call, CancellationToken cancellationToken)
        where T : class
    {
        var keeper = _keepers(installation.Id);
        var reply = await keeper.GetTokenAsync(GrantUse.App, cancellationToken);
        if (reply.Token is not { } token) throw AdminFailureRules.NoToken(installation.Id, reply.Code);

        var calls = new ObservedCalls();
        var access = new AdminAccess(installation.Shop, token) { Observer = calls.Add };
        var outcome = await call(_admin, access, cancellationToken);
        foreach (var record in calls.Take())
        {
            var entry = ApiLogEntries.From(record, Guid.CreateVersion7(record.StartedAt));
            await _log.AppendAsync(installation.Id, entry, cancellationToken);
        }

        if (outcome.Failure is { } failure)
            await keeper.ReportFailedAsync(token, failure.Kind, failure.ErrorCode, cancellationToken);
        else if (reply.Access != AccessState.Fine)
            await keeper.ReportAcceptedAsync(token, cancellationToken);
        return outcome;
    }
}
