using System.Globalization;
using GraphQL.Transport;
using GraphQLParser.AST;

namespace Shopkeeper.Simulator.Admin;

/// <summary>
/// An estimate of what Shopify would charge: 10 points for a mutation, 1 for an object, 2 for a connection and 1 for
/// each element asked of it.
/// </summary>
internal static class QueryCost
{
    public static int Of(GraphQLDocument? document, GraphQLRequest request)
    {
        var cost = 0;
        foreach (var operation in document?.Definitions.OfType<GraphQLOperationDefinition>() ?? [])
        {
            foreach (var field in operation.SelectionSet.Selections.OfType<GraphQLField>())
                cost += operation.Operation is OperationType.Mutation ? 10 : 1 + Elements(field, request);
        }

        return Math.Max(cost, 1);
    }

    private static int Elements(GraphQLField field, GraphQLRequest request)
    {
        var first = field.Arguments?.Items.Find(argument => argument.Name.StringValue == "first")?.Value;
        return first switch
        {
            GraphQLIntValue number => 1 + Clamp(number.Value.ToString()),
            GraphQLVariable variable
                when request.Variables?.TryGetValue(variable.Name.StringValue, out var value) is true => 1 + Clamp(
                Convert.ToString(value, CultureInfo.InvariantCulture)),
            _ => 0,
        };
    }

    private static int Clamp(string? text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 0, 250) : 0;
}
