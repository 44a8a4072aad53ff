namespace Shopkeeper.Shopify.Admin;

/// <summary>
/// What calls are held to cost before Shopify tells, in points: 1 for an object, 2 and one for each element for a
/// connection, 10 for a mutation (https://shopify.dev/docs/api/usage/limits).
/// </summary>
public static class AdminCosts
{
    /// <summary>A change.</summary>
    public const double Mutation = 10;

    /// <summary>The question who a token speaks for.</summary>
    public const double Probe = 2;

    /// <summary>The most that a page of any list costs.</summary>
    public const double LargestPage = AdminOperation.PageSize + 2;

    /// <summary>A page of a list.</summary>
    /// <param name="first">Elements asked for.</param>
    public static double Page(int first) => first + 2;
}
