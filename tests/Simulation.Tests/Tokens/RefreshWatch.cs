using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>
/// Which refreshes are under way at Shopify. There may never be two of a shop: each could retire what the other brings.
/// What a merchant's new grant made worthless meanwhile does not count.
/// </summary>
/// <param name="kernel">Told when there are two: who asks may take it for a fault.</param>
/// <param name="eraOf">Which of the merchants' grants a refresh token comes from: those of another are dead.</param>
internal sealed class RefreshWatch(SimulationKernel kernel, Func<AccessToken, string?> eraOf)
{
    private readonly List<Call> _calls = [];

    /// <summary>How many there ever were.</summary>
    public int Begun { get; private set; }

    /// <exception cref="SimulationException">Another is under way.</exception>
    public Call Begin(SimulatedProcess process, AccessToken refreshToken)
    {
        Begun++;
        _calls.RemoveAll(call => !call.Process.IsAlive);
        var era = eraOf(refreshToken);
        kernel.Require(era is not null, "A refresh token was sent that nobody gave.");
        kernel.Require(
            !_calls.Exists(call => call.Era == era), "Invariant 9: two refreshes of one shop are in flight at once.");
        var begun = new Call(process, era!);
        _calls.Add(begun);
        return begun;
    }

    public void End(Call call) => _calls.Remove(call);

    /// <summary>One refresh that was sent and is not answered.</summary>
    internal sealed record Call(SimulatedProcess Process, string Era);
}
