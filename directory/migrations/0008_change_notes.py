import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0007_terms'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='servicepage',
            name='change_is_public',
            field=models.BooleanField(default=False, verbose_name='show this to the public'),
        ),
        migrations.AddField(
            model_name='servicepage',
            name='change_note',
            field=models.TextField(blank=True, help_text="For the list of changes of this page. It is noted when the page is published. Never a person's name, and no numbers to call.", verbose_name='what changed, and why'),
        ),
        migrations.CreateModel(
            name='ChangeNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='published')),
                ('why', models.TextField(verbose_name='what changed, and why')),
                ('is_public', models.BooleanField(default=False, help_text='Take the tick away to hide it. It stays in this list.', verbose_name='shown to the public')),
                ('differences', models.JSONField(default=list, editable=False)),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='change_notes', to=settings.WAGTAIL_PAGE_MODEL)),
                ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
    ]
