using Shopkeeper.Grains.Abstractions.Operations;

namespace Shopkeeper.Frontend.Operations;

/// <summary>How a participant fares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">http or code.</param>
/// <param name="KeyedBy">installation or shop.</param>
/// <param name="InsideShop">True when what it holds is inside the shop.</param>
/// <param name="Waiting">Teardowns that wait for it, on all nodes, those that failed included.</param>
/// <param name="Failing">Of these, teardowns whose last call to it failed.</param>
/// <param name="GivenUp">Of these, teardowns that stand still until an operator tries again.</param>
/// <param name="LastSuccessAt">When it last answered a node well, within 10 s.</param>
/// <param name="LastFailureAt">When a call of any node to it last failed.</param>
/// <param name="LastFailureCode">The code of that failure.</param>
/// <param name="ConsecutiveFailures">Failed calls of all nodes since it last answered well.</param>
public sealed record ParticipantHealthView(
    string Name, string Kind, string KeyedBy, bool InsideShop, int Waiting, int Failing, int GivenUp,
    DateTimeOffset? LastSuccessAt, DateTimeOffset? LastFailureAt, string? LastFailureCode, int ConsecutiveFailures)
{
    internal static ParticipantHealthView Of(ParticipantHealth health) => new(
        health.Name, health.Kind, Names.Of(health.KeyedBy), health.InsideShop, health.Waiting, health.Failing,
        health.GivenUp, health.LastSuccessAt, health.LastFailureAt, health.LastFailureCode,
        health.ConsecutiveFailures);
}
