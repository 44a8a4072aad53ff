using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;

namespace Shopkeeper.Grains.Participants;

/// <summary>The registered participants, by name: the order in which they are asked.</summary>
internal sealed class ParticipantRoster
{
    /// <exception cref="InvalidOperationException">A name is used twice, or is no kebab-case name.</exception>
    public ParticipantRoster(IEnumerable<IErasureParticipant> participants)
    {
        var all = participants.OrderBy(participant => participant.Name, StringComparer.Ordinal).ToList();
        foreach (var (index, participant) in all.Index())
        {
            if (!CertificateCodes.IsName(participant.Name))
                throw new InvalidOperationException(
                    "A participant's name has to be kebab-case, at most 64 characters; "
                    + $"{participant.GetType().Name} has another.");
            if (index > 0 && all[index - 1].Name == participant.Name)
                throw new InvalidOperationException(
                    $"Two participants have the name '{participant.Name}'; give each a name of its own.");
        }

        InsideShop = [.. all.Where(participant => participant.InsideShop)];
        Outside = [.. all.Where(participant => !participant.InsideShop)];
    }

    public ImmutableArray<IErasureParticipant> InsideShop { get; }

    public ImmutableArray<IErasureParticipant> Outside { get; }

    /// <summary>
    /// Those whose turn has not been: a place is kept by name, so that one may be added or removed meanwhile.
    /// </summary>
    public static IReadOnlyList<IErasureParticipant> After(
        ImmutableArray<IErasureParticipant> participants, string? name) =>
        [.. participants.Where(participant => name is null || string.CompareOrdinal(participant.Name, name) > 0)];
}
