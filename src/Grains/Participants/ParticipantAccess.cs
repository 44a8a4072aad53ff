using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Participants;

/// <summary>Whether a participant gets a token, and what has to be asked for before each of its calls.</summary>
internal sealed class ParticipantAccess(ParticipantAccess.Lend? lend)
{
    /// <summary>Hands a token to a call under a permit, or says by a code why not.</summary>
    public delegate Task<(ParticipantCallResult? Value, string? EndCode)> Lend(
        Func<AccessToken, Task<ParticipantCallResult>> call, CancellationToken cancellationToken);

    /// <summary>For participants outside the shop.</summary>
    public static readonly ParticipantAccess None = new(null);

    /// <summary>Makes one call, with a token where there is one to be had.</summary>
    public async Task<ParticipantCallResult> CallAsync(
        ParticipantContext context,
        Func<ParticipantContext, Task<ParticipantCallResult>> call,
        CancellationToken cancellationToken)
    {
        if (lend is null) return await call(context);
        var (value, code) = await lend(token => call(context with { Token = token }), cancellationToken);
        return value ?? new ParticipantCallResult(new ParticipantAnswer.NotAsked(code ?? OutcomeCodes.NoToken));
    }
}
