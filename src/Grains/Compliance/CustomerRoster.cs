using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Certificates;

namespace Shopkeeper.Grains.Compliance;

/// <summary>The participants that hold data of customers, by name.</summary>
internal sealed class CustomerRoster
{
    /// <exception cref="InvalidOperationException">A name is used twice, is no kebab-case name, or ours.</exception>
    public CustomerRoster(IEnumerable<ICustomerDataParticipant> participants)
    {
        All = [.. participants.OrderBy(participant => participant.Name, StringComparer.Ordinal)];
        foreach (var (index, participant) in All.Index())
        {
            if (!CertificateCodes.IsName(participant.Name) || participant.Name == ExportBundle.OwnSection)
            {
                throw new InvalidOperationException(
                    "The name of a participant that holds customers' data has to be kebab-case, at most 64 "
                    + $"characters, and not '{ExportBundle.OwnSection}'; {participant.GetType().Name} has another.");
            }

            if (index > 0 && All[index - 1].Name == participant.Name)
            {
                throw new InvalidOperationException(
                    $"Two participants that hold customers' data have the name '{participant.Name}'; give each a "
                    + "name of its own.");
            }
        }
    }

    public ImmutableArray<ICustomerDataParticipant> All { get; }
}
