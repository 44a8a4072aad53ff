using GraphQL.Transport;
using GraphQLParser.AST;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.Calls;

/// <summary>A call to a shop as it was read, before anything has happened because of it.</summary>
internal sealed class IncomingCall
{
    /// <summary>The shop, or null when there is none of that name.</summary>
    public Shop? Shop { get; set; }

    public required string ShopName { get; init; }

    /// <summary>The operation as the log names it.</summary>
    public required string Operation { get; init; }

    /// <summary>Every name under which a fault may mean this call.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The access token it carried.</summary>
    public string? Token { get; init; }

    /// <summary>The fields of a form or of a flat JSON object, for OAuth; null when the body is neither.</summary>
    public IReadOnlyDictionary<string, string>? Form { get; init; }

    /// <summary>The GraphQL request; null for other calls and unreadable bodies.</summary>
    public GraphQLRequest? GraphQL { get; init; }

    /// <summary>The parsed document; null when it does not parse.</summary>
    public GraphQLDocument? Document { get; init; }

    /// <summary>The log's entry.</summary>
    public SimulatedCall? Entry { get; set; }

    public bool IsGraphQL => Names.Contains("graphql");
}
