using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;

namespace Shopkeeper.Grains.Participants;

/// <summary>The registered participants, by name: the order in which they are asked.</summary>
internal sealed class ParticipantRoster
{
    // No name holds it.
    private const char Separator = ',';

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
    /// Those that have not answered in this round. A step's cursor holds the names of those that have, so that one
    /// which is deployed meanwhile is asked too, whatever its name; a round that is begun anew asks all of them again.
    /// </summary>
    public static IReadOnlyList<IErasureParticipant> Waiting(
        ImmutableArray<IErasureParticipant> participants, string? cursor)
    {
        return [.. participants.Where(participant => !HasAnswered(cursor, participant.Name))];
    }

    /// <summary>True when a step's cursor holds the name.</summary>
    public static bool HasAnswered(string? cursor, string name) =>
        cursor is not null && cursor.Split(Separator).Contains(name, StringComparer.Ordinal);

    /// <summary>The cursor with one more that has answered.</summary>
    public static string Answered(string? cursor, IErasureParticipant participant) =>
        cursor is null ? participant.Name : cursor + Separator + participant.Name;
}
