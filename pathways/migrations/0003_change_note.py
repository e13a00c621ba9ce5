from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0002_stages_with_steps_and_sign_off'),
    ]

    operations = [
        migrations.AddField(
            model_name='pathwaypage',
            name='change_is_public',
            field=models.BooleanField(default=False, verbose_name='show this to the public'),
        ),
        migrations.AddField(
            model_name='pathwaypage',
            name='change_note',
            field=models.TextField(blank=True, help_text="For the list of changes of this page. It is noted when the page is published. Never a person's name, and no numbers to call.", verbose_name='what changed, and why'),
        ),
    ]
