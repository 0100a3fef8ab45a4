import dev.bottleneck.*
import java.nio.file.Path
System.out.println("Such as: Run run = Bottleneck.experiment(\"stacked\").quick().printTo(System.out).train()")
