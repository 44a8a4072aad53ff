using GraphQL;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.Admin;

/// <summary>For whom a GraphQL request is carried out.</summary>
internal sealed record AdminContext
{
    private const string Key = "admin";

    public required Shop Shop { get; init; }

    public required Installation Installation { get; init; }

    public required IssuedToken Token { get; init; }

    public required AppEnd Ending { get; init; }

    public required SimulatorOptions Options { get; init; }

    public required string ApiKey { get; init; }

    public static AdminContext Of(IResolveFieldContext context) => (AdminContext)context.UserContext[Key]!;

    public Dictionary<string, object?> ToUserContext() => new() { [Key] = this };

    public override string ToString() => nameof(AdminContext);
}
