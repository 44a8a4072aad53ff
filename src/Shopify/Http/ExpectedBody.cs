namespace Shopkeeper.Shopify.Http;

/// <summary>What a success must answer with to count as one.</summary>
internal enum ExpectedBody
{
    /// <summary>A GraphQL answer with <c>data</c> and without <c>errors</c>.</summary>
    GraphQl = 1,

    /// <summary>A JSON object.</summary>
    Json = 2,

    /// <summary>Nothing, or JSON. A page of HTML is some proxy's answer, not Shopify's.</summary>
    NothingOrJson = 3,
}
