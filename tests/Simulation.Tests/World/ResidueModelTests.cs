using System.Collections;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>What the model looks through, beside what there is.</summary>
public sealed class ResidueModelTests
{
    [Fact]
    public void Table_of_the_simulated_database_is_searched_for_residue_or_said_to_be_kept()
    {
        var tables = typeof(SimulatedDatabase).GetProperties()
            .Where(property => property.PropertyType != typeof(string)
                && property.PropertyType.IsAssignableTo(typeof(IEnumerable)))
            .Select(property => property.Name)
            .Order(StringComparer.Ordinal);

        Assert.Equal(tables, ResidueModel.Searched.Concat(ResidueModel.Kept).Order(StringComparer.Ordinal));
    }
}
