using System.Text.Json;
using Shopkeeper.Grains.Shops;
using Shopkeeper.Grains.Tests.Lifecycle;

namespace Shopkeeper.Grains.Tests.Shops;

public sealed class ShopStateTests
{
    private static readonly ShopState State = new()
    {
        InstallationId = Given.Id,
        Configuration = """{"theme":"dark"}""",
        ConfigurationVersion = 7,
    };

    private static string Golden(int version) => File
        .ReadAllText(Path.Combine(AppContext.BaseDirectory, "Shops", "Golden", $"shop-state.v{version}.json")).Trim();

    [Fact]
    public void State_of_every_version_ever_written_is_read()
    {
        Assert.Equal(State, JsonSerializer.Deserialize<ShopState>(Golden(1)));
    }

    [Fact]
    public void State_when_written_has_the_form_of_its_version()
    {
        Assert.Equal(Golden(ShopState.CurrentSchema), JsonSerializer.Serialize(State));
    }

    [Fact]
    public void State_when_members_are_missing_or_unknown_is_read_with_defaults()
    {
        var read = JsonSerializer.Deserialize<ShopState>("""{"schemaVersion":1,"later":[1]}""");

        Assert.Equal(new ShopState(), read);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void State_when_its_version_is_unknown_is_refused(int version)
    {
        Assert.Throws<InvalidOperationException>(() => (State with { SchemaVersion = version }).EnsureReadable());
        State.EnsureReadable();
    }
}
