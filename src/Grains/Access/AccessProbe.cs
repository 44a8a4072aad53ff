using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Access;

/// <summary>Asks Shopify whether it takes an installation's current token, in one request.</summary>
internal sealed class AccessProbe(
    IInstallationStore installations,
    IAccessChecks checks,
    IAdminClient admin,
    TimeProvider clock,
    IOptions<AccessOptions> options)
{
    /// <summary>What access is worth, asked of Shopify unless that is known well enough.</summary>
    /// <returns>Null for an installation that is not current.</returns>
    public async Task<AccessCheck?> CheckAsync(
        InstallationId installation, IGrantKeeper keeper, CancellationToken cancellationToken)
    {
        if (await FindCurrentAsync(installation, cancellationToken) is not { } current) return null;
        if (!AccessRules.NeedsProbe(current, clock.GetUtcNow(), options.Value))
            return new AccessCheck { State = current.Access };
        var token = (await keeper.GetTokenAsync(GrantUse.App, cancellationToken)).Token;
        var accepted = token is not null
            && await ProbeAsync(AccessOf(current, token), keeper, cancellationToken);
        if (await FindCurrentAsync(installation, cancellationToken) is not { Access: var state }) return null;

        // An answer that says nothing about access is no answer to the question: the next one asks again.
        var isKnown = accepted || state != AccessState.Fine;
        if (isKnown) await checks.NoteAsync(installation, clock.GetUtcNow(), cancellationToken);
        return new AccessCheck
        {
            State = state,
            Answer = token is null ? AccessAnswer.NoToken : isKnown ? AccessAnswer.Known : AccessAnswer.Silent,
        };
    }

    private async Task<bool> ProbeAsync(AdminAccess access, IGrantKeeper keeper, CancellationToken cancellationToken)
    {
        var outcome = await admin.ProbeAsync(access, cancellationToken);
        if (outcome.Failure is { } failure)
            await keeper.ReportFailedAsync(access.Token, failure.Kind, failure.ErrorCode, cancellationToken);
        else
            await keeper.ReportAcceptedAsync(access.Token, cancellationToken);
        return outcome.IsOk;
    }

    private static AdminAccess AccessOf(Installation current, AccessToken token) =>
        new(current.Shop, token) { SingleAttempt = true, Installation = current.Id.Value };

    private async Task<Installation?> FindCurrentAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        await installations.FindAsync(installation, cancellationToken) is { EndedAt: null } current ? current : null;
}
