using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Shopkeeper.Cluster.Tests.Repetition;

/// <summary>A call of a grain that fails as often as it is told to.</summary>
internal sealed class Call(MethodInfo method, params Exception[] failures) : IOutgoingGrainCallContext
{
    private readonly Queue<Exception> _failures = new(failures);

    /// <summary>How often it was sent.</summary>
    public int Sent { get; private set; }

    /// <summary>True answers with the failure; false throws it.</summary>
    public bool Answers { get; init; }

    public IGrainContext? SourceContext { get; init; }

    public IInvokable Request => null!;

    public object Grain => this;

    public GrainId? SourceId => null;

    public GrainId TargetId => default;

    public GrainInterfaceType InterfaceType => default;

    public string InterfaceName => method.DeclaringType!.Name;

    public string MethodName => method.Name;

    public MethodInfo InterfaceMethod => method;

    public object? Result { get; set; }

    public Response? Response { get; set; }

    public Task Invoke()
    {
        Sent++;
        if (!_failures.TryDequeue(out var failure))
        {
            Response = Response.FromResult("done");
            return Task.CompletedTask;
        }
        if (!Answers) return Task.FromException(failure);
        Response = Response.FromException(failure);
        return Task.CompletedTask;
    }
}
