using System.Reflection;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>
/// Makes an actor outside Orleans: its base class takes its context from the thread, which only Orleans may set.
/// </summary>
internal static class GrainMaking
{
    private delegate void SetContext(IGrainContext context, out IGrainContext? before);

    private static readonly SetContext Set = Find("SetExecutionContext").CreateDelegate<SetContext>();

    private static readonly Action<IGrainContext?> Reset =
        Find("ResetExecutionContext").CreateDelegate<Action<IGrainContext?>>();

    public static object Make(IGrainContext context, Func<object> make)
    {
        Set(context, out var before);
        try
        {
            return make();
        }
        finally
        {
            Reset(before);
        }
    }

    private static MethodInfo Find(string name) => typeof(IGrainContext).Assembly
        .GetType("Orleans.Runtime.RuntimeContext", throwOnError: true)!
        .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Single(
        method => method.Name == name && method.GetParameters().Length == (name == "SetExecutionContext" ? 2 : 1));
}
